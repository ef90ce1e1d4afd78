"""The form of a mailbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kulanz.events.actor import Actor
from kulanz.people.forms import MailField
from kulanz.people.rules import normal_mail

from ..models import Channel, Mailbox
from ..setup import RowForm, TrialOutcome
from .actions import AddressTaken, save_mailbox


class MailboxForm(RowForm):
    """An address we answer for, and the mailbox it is fetched from where mail does not come by SMTP."""

    path = "mailboxes"
    new = _("New address")
    check = _("Check the connection")

    address = MailField(label=_("Address"), max_length=190)
    aliases = forms.CharField(label=_("Other addresses, separated by spaces"), required=False)
    imap_host = forms.CharField(label=_("IMAP server (empty: mail comes by SMTP)"), max_length=200, required=False)
    imap_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    imap_security = forms.ChoiceField(label=_("Security"), choices=Mailbox.Security.choices)
    imap_user = forms.CharField(label=_("User name"), max_length=200, required=False)
    imap_password = forms.CharField(
        label=_("Password"),
        required=False,
        # Blanks at its ends belong to a password.
        strip=False,
        help_text=_("Empty: stays as it is."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    imap_folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX", required=False)
    plus_addresses = forms.BooleanField(
        label=_("The IMAP server delivers addresses such as name+word@ here too"), required=False
    )

    def clean_aliases(self) -> list[str]:
        """Split and check the other addresses."""
        try:
            return [normal_mail(each) for each in self.cleaned_data["aliases"].replace(",", " ").split()]
        except ValueError:
            raise forms.ValidationError(_("One of these is no mail address.")) from None

    @classmethod
    def find(cls, channel: Channel, row_id: int) -> Mailbox | None:
        """Return a mailbox of this channel."""
        return Mailbox.objects.filter(pk=row_id, channel=channel).first()

    @classmethod
    def typed(cls, row: Mailbox) -> dict[str, Any]:
        """Return a mailbox as somebody would type it; the password is never shown."""
        names = ("address", "imap_host", "imap_port", "imap_security", "imap_user", "imap_folder", "plus_addresses")
        return {**{name: getattr(row, name) for name in names}, "aliases": " ".join(row.aliases)}

    def try_out(self, channel: Channel, row: Mailbox | None) -> TrialOutcome:
        """Connect to the mailbox as it was typed."""
        from .troubles import as_given  # noqa: PLC0415 - its libraries, only where somebody asks

        return _connected(as_given(mailbox_id=row.pk if row else None, channel_id=channel.pk, **self._given()))

    def save(self, *, by: Actor, channel: Channel, row: Mailbox | None) -> TrialOutcome | None:
        """Keep it and say at once whether it can be fetched: a mistake would show minutes later and elsewhere."""
        try:
            box = save_mailbox(by=by, channel_id=channel.pk, mailbox_id=row.pk if row else None, **self._given())
        except AddressTaken as taken:
            self.add_error("address", gettext("%(address)s belongs to another mailbox.") % {"address": taken.address})
            return None
        return _connected(box) if box.imap_host else None

    def _given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "imap_password": self.cleaned_data["imap_password"] or None}


def _connected(box: Mailbox) -> TrialOutcome:
    from .troubles import try_out  # noqa: PLC0415 - its libraries, only where somebody asks

    if not box.imap_host:
        said = gettext("Without an IMAP server there is nothing to connect to: mail comes by SMTP.")
        return TrialOutcome(said, "info")
    trouble, amount = try_out(box)
    if trouble is not None:
        return TrialOutcome(str(trouble.label), "warning")
    said = gettext("The connection works. Mails in the folder: %(amount)s")
    return TrialOutcome(said % {"amount": amount}, "success")
