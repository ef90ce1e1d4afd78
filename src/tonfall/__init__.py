"""tonfall: understanding and advising on German and English service text, offline.

Pure Python, no Django. Every result carries its evidence: a span in the text and the rule that saw it.
"""

__all__: list[str] = []
