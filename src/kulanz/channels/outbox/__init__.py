"""The way out, the same for every channel: ``queueing`` → ``sending`` → ``recipients``.

``compose`` makes a ``NewOutgoing`` → an ``Outgoing`` row, held while its author can take it back → ``sending`` commits
"being sent" before ``ChannelAdapter.send`` may open a connection → a ``Receipt`` says how that ended: ``Sent``,
``Later`` (again with back-off, at most twelve times; so go those whom a ``Sent`` puts off), ``Rejected`` (a visible
failure) or ``Uncertain`` (a person decides). Nothing goes twice by itself. ``recipients`` knows who has it where it
went to several.
"""
