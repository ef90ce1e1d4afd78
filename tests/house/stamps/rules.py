"""What stands on a stamp. No database, no clock."""

from kulanz.core import env

MOTTO = env.text("KULANZ_STAMPS_MOTTO", "Danke")
