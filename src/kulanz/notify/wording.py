"""Kinds of notices in words, which say what happened and never what anybody wrote."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .rules import NoticeKind, NoticeWay

# What happened, said to the person; and the icon beside it.
SENTENCES: dict[NoticeKind, tuple[str, str | Promise]] = {
    NoticeKind.GIVEN: ("user-round-plus", gettext_lazy("A case is with you now")),
    NoticeKind.MENTIONED: ("at-sign", gettext_lazy("Somebody asks you in a note")),
    NoticeKind.ANSWERED: ("mail", gettext_lazy("New answer")),
    NoticeKind.DRAFT: ("pencil", gettext_lazy("A draft was handed over to you")),
    NoticeKind.TO_APPROVE: ("eye", gettext_lazy("A letter waits for a second pair of eyes")),
    NoticeKind.RETURNED: ("undo-2", gettext_lazy("Your letter was given back")),
    NoticeKind.UNDELIVERED: ("mail-x", gettext_lazy("A letter did not get through")),
    NoticeKind.DUE: ("bookmark", gettext_lazy("A promise is due soon")),
    NoticeKind.OVERDUE: ("bookmark-x", gettext_lazy("A promise is overdue")),
    NoticeKind.BACK: ("moon", gettext_lazy("A case is back")),
    NoticeKind.NEW: ("inbox", gettext_lazy("A new case has arrived")),
}
# The same as something to choose.
CHOICES: dict[NoticeKind, str | Promise] = {
    NoticeKind.GIVEN: gettext_lazy("A case is given to me"),
    NoticeKind.MENTIONED: gettext_lazy("Somebody asks me in a note"),
    NoticeKind.ANSWERED: gettext_lazy("A customer writes in my case"),
    NoticeKind.DRAFT: gettext_lazy("A draft is handed over to me"),
    NoticeKind.TO_APPROVE: gettext_lazy("A letter waits for a second pair of eyes"),
    NoticeKind.RETURNED: gettext_lazy("A letter of mine is given back"),
    NoticeKind.UNDELIVERED: gettext_lazy("A letter in my case does not get through"),
    NoticeKind.DUE: gettext_lazy("A promise is due within the hour"),
    NoticeKind.OVERDUE: gettext_lazy("A promise is overdue"),
    NoticeKind.BACK: gettext_lazy("A snoozed case is back, or one that lay still went back"),
}
WAYS: dict[NoticeWay, str | Promise] = {
    NoticeWay.PAGE: gettext_lazy("at the bell"),
    NoticeWay.PUSH: gettext_lazy("by push"),
    NoticeWay.MAIL: gettext_lazy("by mail"),
}


def sentence(kind: str) -> str:
    """Return what happened, in the language of the moment."""
    return str(SENTENCES[NoticeKind(kind)][1])


def sentence_of(kind: NoticeKind) -> str | Promise:
    """Return the same for whoever asks later."""
    return SENTENCES[kind][1]


def icon_of(kind: str) -> str:
    """Return the name of the icon of a kind."""
    return SENTENCES[NoticeKind(kind)][0]


def of_case(number: str, kind: str) -> str:
    """Return a line that names a case by number and what happened: all that leaves the house."""
    return _("Case %(number)s: %(what)s") % {"number": number, "what": sentence(kind)}


def so_many(amount: int) -> str:
    """Return how many notices there are, in words."""
    return ngettext("%(n)s new notice", "%(n)s new notices", amount) % {"n": amount}


def url_of(number: str) -> str:
    """Return the public address of a case on the desk."""
    return str(settings.PUBLIC_URL + reverse("desk:case", args=[number]))
