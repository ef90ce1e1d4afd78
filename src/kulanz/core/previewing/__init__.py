"""Files of strangers as plain text, read in a process of its own that has little memory and little time."""

from .asking import TextOfFile, Unreadable, text_of

__all__ = ["TextOfFile", "Unreadable", "text_of"]
