"""Take the pictures of the manuals from the running product: the demo company, German and English, light scheme.

Usage: pictures.py [NAME ...] [--to FOLDER] [--width N] [--dark]; names take only these pictures, the rest only happens.
Written to docs/manual/{de,en}/pictures as WebP, and old ones that nobody takes any more are deleted.
"""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import machine
from picture_house import DOORS, MORNING
from picture_scene import House
from picture_shots import HOSTS, SHOTS, Scene, Shot
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
MANUALS = ROOT / "docs" / "manual"
QUALITY = 82  # of 100: letters stay sharp at twice the size, and all pictures together stay small
LOCALES = {"de": "de-DE", "en": "en-GB"}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--font-render-hinting=none",
]


def main(words: list[str]) -> int:
    """Take what was asked for, in both languages. Returns the exit code."""
    options = read_options(words)
    for language in LOCALES:
        folder = options.to / language / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        take(language, folder, options)
        if not options.names:
            for old in set(folder.glob("*.webp")) - {folder / f"{shot.name}.webp" for shot in SHOTS}:
                old.unlink()
        sizes = [path.stat().st_size for path in folder.glob("*.webp")]
        print(f"{language}: {len(sizes)} pictures, {sum(sizes) / 1e6:.2f} MB in {folder}")
    return 0


def read_options(words: list[str]) -> argparse.Namespace:
    """Read the command line; unknown names end the program with the known ones."""
    parser = argparse.ArgumentParser(description="Take the pictures of the manuals.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--to", type=Path, default=MANUALS, help="instead of docs/manual")
    parser.add_argument("--width", type=int, default=0, help="one width for all, for example 390 for a telephone")
    parser.add_argument("--dark", action="store_true", help="the dark scheme")
    options = parser.parse_args(words)
    known = [shot.name for shot in SHOTS]
    if unknown := set(options.names).difference(known):
        parser.error(f"there is no picture {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    return options


def take(language: str, folder: Path, options: argparse.Namespace) -> None:
    """Play the story of one language from its beginning, and take its pictures on the way."""
    host = HOSTS[language]
    with (
        tempfile.TemporaryDirectory(prefix="kulanz-pictures-") as place,
        House(Path(place), language, host) as house,
        opened(house.door_port, host, language) as browser,
    ):
        studio = Studio(browser, house, language, options)
        for shot in SHOTS:
            studio.play(shot, folder / f"{shot.name}.webp")


@contextmanager
def opened(port: int, host: str, language: str) -> Iterator[Browser]:
    """Chromium, for which the public address of the house leads to this machine."""
    with sync_playwright() as tools:
        rules = [f"--host-resolver-rules=MAP {host}:443 127.0.0.1:{port}", f"--lang={LOCALES[language]}"]
        started = tools.chromium.launch(
            executable_path=machine.browser(), args=[*FLAGS, *rules], env={"LANGUAGE": language, "LANG": "C.UTF-8"}
        )
        yield started
        started.close()


class Studio:
    """The house before the camera: a browser for each person who is in a picture."""

    def __init__(self, browser: Browser, house: House, language: str, options: argparse.Namespace) -> None:
        self.browser, self.house, self.language, self.options = browser, house, language, options
        self.contexts: dict[str, BrowserContext] = {}
        self.url = f"https://{HOSTS[language]}"

    def play(self, shot: Shot, target: Path) -> None:
        """Do what leads to a picture, and take it if it was asked for."""
        if self.house.furnish(empty=shot.in_empty_house):
            self.contexts.clear()  # nobody has signed in there yet
        page = self.page(shot.who, self._size(shot))
        scene = Scene(page, self.language, self.url, self.house, lambda who: self.page(who, self._size(shot)))
        page.goto(self.url + scene.filled(shot.path))
        shot.before(scene)
        page.evaluate("document.fonts.ready")
        page.evaluate("document.activeElement.style.caretColor = 'transparent'")  # it would blink
        page.wait_for_timeout(300)
        if not self.options.names or shot.name in self.options.names:
            target.write_bytes(photograph(page, shot))
        page.context.pages[0].close()

    def page(self, who: str, size: tuple[int, int]) -> Page:
        """Return a new page of a person, who signs in when first asked for."""
        if who not in self.contexts:
            self.contexts[who] = self._context()
            if who:
                sign_in(self.contexts[who].new_page(), self.url, who, self.language)
        page = self.contexts[who].new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        return page

    def _context(self) -> BrowserContext:
        context = self.browser.new_context(
            locale=LOCALES[self.language],
            timezone_id="Europe/Berlin",
            color_scheme="dark" if self.options.dark else "light",
            reduced_motion="reduce",
            device_scale_factor=2,
            ignore_https_errors=True,
            extra_http_headers={"X-Forwarded-Proto": "https"},
        )
        context.clock.set_fixed_time(MORNING + timedelta(seconds=1))
        return context

    def _size(self, shot: Shot) -> tuple[int, int]:
        return (self.options.width, 844) if self.options.width else (shot.width, shot.height)


def sign_in(page: Page, url: str, who: str, language: str) -> None:
    """Sign in as a person of the demo company, and choose the language of the desk."""
    page.goto(f"{url}/account/login/")
    page.locator("[name=login]").fill(f"{who}@{DOORS[language]['domain']}")
    page.locator("[name=password]").fill("licht-und-schatten")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda at: "/account/" not in at)
    page.goto(f"{url}/me/")
    page.locator("[name=language]").select_option(language)
    page.locator("main form button.primary").first.click()
    page.wait_for_load_state()
    page.close()


def photograph(page: Page, shot: Shot) -> bytes:
    """Return what is to be seen as WebP: a part of the page where the shot names one, else the window."""
    asked: dict[str, Any] = {"format": "webp", "quality": QUALITY}
    if shot.part and (box := page.locator(shot.part).first.bounding_box()):
        asked |= {"clip": {**box, "height": shot.cut or box["height"], "scale": 1}, "captureBeyondViewport": True}
    session = page.context.new_cdp_session(page)
    return base64.b64decode(session.send("Page.captureScreenshot", asked)["data"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
