"""A real server with the styleguide."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def guide() -> Iterator[str]:
    """The address of the styleguide."""
    with override_settings(DEBUG=True, ALLOWED_HOSTS=["127.0.0.1"]):
        app = StaticFilesHandler(get_wsgi_application())
        with make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Quiet) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}/ui/styleguide/"
            server.shutdown()
