"""Why a mail did not arrive, in words for people who do not run mail servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from lesart import Bounce

_WORDS: dict[str, Callable[[], str]] = {
    "no-such-address": lambda: _("This address does not exist."),
    "no-such-domain": lambda: _("The part of the address after the @ does not exist."),
    "bad-address": lambda: _("The address is not written correctly."),
    "address-moved": lambda: _("The recipient can no longer be reached at this address."),
    "domain-takes-no-mail": lambda: _("No mail is accepted at this domain."),
    "mailbox-full": lambda: _("The recipient's mailbox is full."),
    "mailbox-disabled": lambda: _("The recipient's mailbox is switched off."),
    "too-large": lambda: _("The mail is too large for the recipient."),
    "policy": lambda: _("The recipient's mail server does not accept mail from us."),
    "spam": lambda: _("The recipient's mail server took our mail for spam."),
    "virus": lambda: _("The recipient's mail server suspects harmful content."),
    "expired": lambda: _("The recipient's mail server could not be reached for too long."),
    "too-many": lambda: _("The recipient's mail server accepts no more mails at present."),
    "network": lambda: _("The recipient's mail server cannot be reached."),
    "content": lambda: _("The recipient's mail server does not accept the content."),
}


_SENDING: dict[str, Callable[[], str]] = {
    "broken": lambda: _("The connection broke at the last moment. The mail may have arrived; please decide."),
    "no-umlauts": lambda: _(
        "The server through which we send takes no addresses with letters such as ä before the @. "
        "We cannot write to this address by mail."
    ),
}


def sending_reason(code: str, words: str) -> str:
    """Return why a mail did not leave in the active language; ``words`` are the server's own."""
    known = _SENDING.get(code)
    return known() if known else _("The mail server did not accept the mail: {words}").format(words=words)


def missed_reason(words: str) -> str:
    """Return why somebody did not get a mail that others got; ``words`` are the server's own."""
    return _("The mail server did not accept it for everybody: {words}").format(words=words)


def reason_for(bounce: Bounce) -> str:
    """Return the reason of a delivery report in the active language, with address and code for those who ask."""
    words = _WORDS.get(bounce.reason_code, lambda: _("The mail could not be delivered."))()
    if bounce.action == "delayed":
        outlook = _("The mail server goes on trying by itself.")
    else:
        outlook = _("Writing again will not help.") if bounce.hard else _("A later attempt may succeed.")
    details = ", ".join(each for each in (bounce.recipient, bounce.status) if each)
    return f"{words} {outlook} ({details})" if details else f"{words} {outlook}"
