"""lesart: reading mails as real programs write them, offline: any bytes in, one typed value out.

Pure Python on well-kept parsers, no Django, no network, no clock: the caller says when a mail arrived. Three doors
stand beside this one: ``lesart.splitting`` parts a body into own and quoted words, ``lesart.sender_check`` looks at
who sent it (by a resolver that the caller gives), ``python -m lesart`` reads JSON lines.
"""

from .addresses import read_addresses
from .automatic import auto_submitted
from .headers import Headers, split_head
from .html_safe import SafeHtml, safe_html
from .html_text import html_to_text
from .mark import is_list
from .model import (
    Address,
    Attachment,
    Authentication,
    Bounce,
    DeliveryReport,
    Forwarded,
    Inbound,
    Invitation,
    Reported,
    TextPart,
)
from .read import read_mail
from .subjects import is_forward, plain_subject, without_tags

__all__ = [
    "Address",
    "Attachment",
    "Authentication",
    "Bounce",
    "DeliveryReport",
    "Forwarded",
    "Headers",
    "Inbound",
    "Invitation",
    "Reported",
    "SafeHtml",
    "TextPart",
    "auto_submitted",
    "html_to_text",
    "is_forward",
    "is_list",
    "plain_subject",
    "read_addresses",
    "read_mail",
    "safe_html",
    "split_head",
    "without_tags",
]
