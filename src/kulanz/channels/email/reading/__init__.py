"""Reading mail: any bytes in, one typed value out. Pure, without Django; nothing here touches the network."""

from kulanz.channels.email.reading.html_safe import SafeHtml, safe_html
from kulanz.channels.email.reading.html_text import html_to_text
from kulanz.channels.email.reading.model import (
    Address,
    Attachment,
    Authentication,
    Bounce,
    Forwarded,
    Inbound,
    Invitation,
    TextPart,
)
from kulanz.channels.email.reading.read import read_mail

__all__ = [
    "Address",
    "Attachment",
    "Authentication",
    "Bounce",
    "Forwarded",
    "Inbound",
    "Invitation",
    "SafeHtml",
    "TextPart",
    "html_to_text",
    "read_mail",
    "safe_html",
]
