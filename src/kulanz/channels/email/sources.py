"""How a mail comes: handed over to our listener, or fetched from a mailbox."""

SMTP, IMAP = "smtp", "imap"
SOURCES = (SMTP, IMAP)
