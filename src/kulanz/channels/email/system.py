"""Django's own mails (password reset) take the same outbox as every other mail."""
