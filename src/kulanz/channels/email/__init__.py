"""Mail, on one screen: which module does what, and which values pass through.

In: ``listener`` and ``conversation`` (SMTP) or ``fetching`` and ``imap`` hand a ``NewOriginal`` to ``intake``, which
makes it an ``Original``, a row that is durable before anybody hears 250. ``channels.ingest`` takes a batch and asks the
``adapter``:

=============================  ===================================================================
``lesart.read_mail``           bytes → ``Inbound``: pure, never an exception
``letters.letter_of``          ``Inbound`` and its ``Original`` → ``Letter``, which the next steps refine
``lookup.facts_for``           ``Facts``: what the sieves ask, once for the whole batch
``sieves.sift``                ring, report, receipt, person, automatic, loop, list, colleague … → ``Letter``
``lookup.known_for``           ``Known`` with each ``KnownCase``: what matching asks, once for the whole batch
``matching.match``             the case it joins, and hints for people
``adapter``                    ``Decision`` with an ``Arrival``: plain values for ``cases.actions``
=============================  ===================================================================

``cases.actions.receive_messages`` answers with what each became (``Received``).

Out: ``delivery.mail_of`` (an answer), ``acknowledging`` and ``system`` (the house's own) compose bytes (``composing``,
``fields``) into a ``NewOutgoing``; ``channels.outbox`` keeps it and calls ``smarthost.hand_over``. What servers report
about it later comes in as mail and goes to ``reports``.
"""
