"""Does what is set for mails really work? Each answer is one sentence of what is wrong, empty where nothing is."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.utils.translation import gettext as _

from kulanz.core.clock import now
from kulanz.core.env import SettingError
from kulanz.people.models import Brand
from kulanz.people.rules import mail_key, normal_mail

from ..models import Mailbox
from .addresses import Routes
from .listener import tls_context
from .smarthost import connect

SOON = timedelta(days=14)


def certificate_trouble() -> str:
    """Look at the certificate of the mail listener: readable, fitting its key, valid for the next two weeks."""
    try:
        if tls_context() is None:
            return ""
        certificate = x509.load_pem_x509_certificate(Path(settings.SMTP_CERTIFICATE).read_bytes())
    except (OSError, ValueError, ssl.SSLError) as problem:
        return _("KULANZ_SMTP_CERT: the certificate cannot be used (%(reason)s).") % {"reason": problem}
    if certificate.not_valid_after_utc < now() + SOON:
        return _("KULANZ_SMTP_CERT: the certificate is valid until %(day)s only.") % {
            "day": f"{certificate.not_valid_after_utc:%Y-%m-%d}"
        }
    return ""


def signing_key_trouble() -> str:
    """Look at the key that signs what leaves the house."""
    if not settings.DKIM_KEY:
        return ""
    try:
        key = load_pem_private_key(Path(settings.DKIM_KEY).read_bytes(), None)
    except (OSError, ValueError, TypeError) as problem:
        return _("KULANZ_DKIM_KEY: the key cannot be used (%(reason)s).") % {"reason": problem}
    if not isinstance(key, RSAPrivateKey) or key.key_size < 1024:
        return _("KULANZ_DKIM_KEY: an RSA key of at least 1024 bits is needed.")
    return ""


def outgoing_trouble() -> str:
    """Knock at the outgoing server, encrypted and signed in as for a mail, and leave without sending anything."""
    if not settings.SMTP_OUT:
        return ""
    url = urlsplit(settings.SMTP_OUT)
    try:
        client = connect(url, timeout=10)
        client.quit()
    except (OSError, smtplib.SMTPException, SettingError) as problem:
        return _("The outgoing server %(host)s does not take our mails: %(reason)s") % {
            "host": url.hostname,
            "reason": problem,
        }
    return ""


def sender_trouble() -> str:
    """Look at the address from which invitations and new passwords come."""
    try:
        address = normal_mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    except ValueError:
        return _("KULANZ_FROM: %(address)s is not a mail address.") % {"address": settings.DEFAULT_FROM_EMAIL}
    if address.endswith("@localhost"):
        return _("KULANZ_FROM is not set: invitations and new passwords come from %(address)s.") % {"address": address}
    return ""


def mailbox_troubles() -> Iterator[str]:
    """Sign in to every mailbox that is fetched, as the fetcher would, and leave without reading anything."""
    from .troubles import try_out  # noqa: PLC0415 - its libraries, only where somebody asks

    for box in Mailbox.objects.taking().exclude(imap_host=""):
        trouble, _amount = try_out(box)
        if trouble is not None:
            yield f"{box.address}: {trouble.label}"


def brands_that_nobody_can_answer() -> list[Brand]:
    """Return the brands whose sender is no mailbox of ours that takes mail: what customers answer gets lost."""
    routes = Routes.read()
    return [brand for brand in Brand.objects.order_by("pk") if mail_key(brand.sender_address) not in routes.by_address]
