"""A real server with the styleguide and a real browser to look at it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as tools:
        started = tools.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    return (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")


def is_fault(said: ConsoleMessage) -> bool:
    return said.type == "error" and "net::ERR_FAILED" not in said.text  # a test that cuts the line


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own; errors of scripts and of the policy fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(url: str, **options: Any) -> Page:
        contexts.append(browser.new_context(locale="de-DE", **options))
        page = contexts[-1].new_page()
        page.on("console", lambda said: complaints.append(f"{said.text} {said.location}") if is_fault(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
