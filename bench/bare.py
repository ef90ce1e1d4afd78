"""A bare Django page behind our own server: the yardstick of the pages.

One indexed query, fifty rows with the facts that a row of our list shows, one template. No sign-in, no session, no form
protection, no views beside it, no translation.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

import django
import uvicorn
from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

FOLDER = Path(tempfile.mkdtemp())
TEMPLATE = """<!doctype html><title>Anliegen</title><h1>Anliegen</h1><ol>{% for row in rows %}
<li><a href="/{{ row.number }}/"><b>{{ row.name }}</b>
<time datetime="{{ row.at|date:"c" }}">{{ row.at|date:"H:i" }}</time>
<span>{{ row.subject }}</span><p>{{ row.preview }}</p><i>{{ row.status }}</i> <i>{{ row.person }}</i></a></li>
{% endfor %}</ol>"""
TEXTS = ("number", "name", "subject", "preview", "status", "person")


def configure() -> None:
    """Set up the smallest Django that shows a page."""
    (FOLDER / "list.html").write_text(TEMPLATE, encoding="utf-8")
    settings.configure(
        SECRET_KEY="bare",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[],
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [FOLDER]}],
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "bare.sqlite3", "CONN_MAX_AGE": None}
        },
    )
    django.setup()


def fill(rows: int) -> None:
    """Write ``rows`` rows and the index the page uses."""
    database = sqlite3.connect(FOLDER / "bare.sqlite3")
    columns = ", ".join(f"{name} TEXT" for name in TEXTS)
    database.execute(f"CREATE TABLE bare (id INTEGER PRIMARY KEY, is_open INTEGER, at TEXT, {columns})")
    preview = "Guten Tag, ich habe eine Frage zu meiner Bestellung."
    database.executemany(
        "INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (n, n % 5 == 0, f"2026-11-{1 + n % 20:02d} 10:00:00", f"BN-{n}", f"Kundin {n}",
             f"Frage zur Bestellung {n} über Lampen", preview, "bei uns", "Bea Bench")
            for n in range(rows)
        ),
    )  # fmt: skip
    database.execute("CREATE INDEX bare_newest ON bare (at DESC, id DESC) WHERE is_open")
    database.commit()
    database.close()


def show(request: HttpRequest) -> HttpResponse:
    """Show the fifty newest open rows."""
    rows = _model().objects.filter(is_open=True).order_by("-at", "-id")[:50]
    return render(request, "list.html", {"rows": rows})


def _model() -> Any:
    return _models[0]


_models: list[Any] = []
urlpatterns = [path("", show)]


def main() -> None:
    """Fill, then serve on a free port, whose number is printed."""
    configure()
    fill(int(os.environ["BENCH_ROWS"]))

    class Row(models.Model):
        is_open = models.BooleanField()
        at = models.DateTimeField()
        number = models.TextField()
        name = models.TextField()
        subject = models.TextField()
        preview = models.TextField()
        status = models.TextField()
        person = models.TextField()

        class Meta:
            app_label = "bare"
            db_table = "bare"

    _models.append(Row)
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - after configure()

    from kulanz.server.bridge import Bridge  # noqa: PLC0415 - after configure()

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # as kulanz.server.roles says why
    listening.bind(("127.0.0.1", 0))
    listening.listen(1024)
    sys.stdout.write(f"port {listening.getsockname()[1]}\n")
    sys.stdout.flush()
    application = Bridge(get_wsgi_application(), threads=4, largest_body=1_000_000)
    server = uvicorn.Server(uvicorn.Config(application, lifespan="off", log_config=None, access_log=False))
    asyncio.run(server.serve(sockets=[listening]))


if __name__ == "__main__":
    main()
