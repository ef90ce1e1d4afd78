"""The web application for other ASGI servers (granian, hypercorn): pages and live updates."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kulanz.config.settings")
django.setup()

from kulanz.server.web import Application  # noqa: E402 - Django must be awake first

application = Application()
