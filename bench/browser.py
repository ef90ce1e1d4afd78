"""What a person at the desk waits for, in a real browser: ``python -m bench.browser`` prints it as JSON (two minutes).

From the click or the key to the paint that shows its answer, in milliseconds of the browser's own clock: a case opened
from its row, another list, the palette, a letter typed with the coach beside it. Then what moved by itself on the way
(layout shift) and what the console said. The first visit is counted in tests/journeys/test_first_visit.py.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from .measure import load_average, spread
from .server import ROOT, kulanz

CASES = 100_000
REPEATS = 60
WARM = 5  # the first ones fill caches that a working day has filled
GOALS = {"open_case_ms": 120.0, "other_list_ms": 100.0, "palette_ms": 80.0, "keystroke_ms": 32.0}
WORDS = "Guten Tag, Ihre Lampe ist heute angekommen. Wir prüfen sie morgen und melden uns bis Freitag bei Ihnen. "

# Resolves when what is on the page now has been painted.
PAINTED = """() => new Promise((done) => requestAnimationFrame((at) => {
  const after = new MessageChannel();
  after.port1.onmessage = () => done(performance.now());
  after.port2.postMessage(at);
}))"""
OPEN_CASE = f"""async (place) => {{
  const row = document.querySelectorAll("#rows .row")[place], wanted = row.id.replace("row-", "");
  const there = () => document.querySelector(`#sheet[data-case="${{wanted}}"] .thread`);
  const began = performance.now();
  const come = new Promise((done) => new MutationObserver((_all, me) => {{
    if (there()) {{ me.disconnect(); done(); }}
  }}).observe(document.body, {{ childList: true, subtree: true }}));
  row.querySelector("a").click();
  await come;
  return (await ({PAINTED})()) - began;
}}"""
KEY = f"""async (key) => {{
  const began = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
  return (await ({PAINTED})()) - began;
}}"""
# Between the key and the paint after it, as the page sees it: the handlers of all modules run in between.
LISTEN = f"""() => {{
  window.benchKeys = [];
  document.addEventListener("keydown", async (event) => {{
    const began = event.timeStamp;
    window.benchKeys.push((await ({PAINTED})()) - began);
  }}, true);
}}"""
SHIFTS = """() => {
  window.benchShift = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) window.benchShift += each.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""
FIRST_PAINT = """() => new Promise((done) => {
  const look = () => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    if (paint) done(paint.startTime); else setTimeout(look, 5);
  };
  look();
})"""


def main() -> None:
    """Measure in a new installation of ``--cases`` cases, or in the folder of ``--data``, and print JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.browser", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kulanz-bench-") as folder:
        result = everything(Path(folder), chosen.cases, chosen.repeats)
    json.dump(result, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


def everything(data: Path, cases: int = CASES, repeats: int = REPEATS) -> dict[str, Any]:
    """Fill ``data`` where it is new, and return each figure beside its goal."""
    from .pages import prepare  # noqa: PLC0415 - pages measures the browser, too

    number, session = prepare(data, cases)
    with kulanz(data) as server, _page(server.port, session) as (page, said):
        shifts: list[float] = []
        found: dict[str, Any] = {"cases": cases}
        found["open_case_ms"] = spread(_cases(page, repeats, shifts))
        found["other_list_ms"] = spread(_lists(page, repeats, shifts))
        found["palette_ms"] = spread(_palette(page, repeats))
        found["keystroke_ms"] = spread(_keys(page, number, shifts))
        found |= {"layout_shift": round(sum(shifts), 4), "console": said, "load_average": load_average()}
    found["met"] = {name: found[name]["p95"] < goal for name, goal in GOALS.items()}
    return found


@contextmanager
def _page(port: int, session: str) -> Iterator[tuple[Page, list[str]]]:
    """Open the inbox as the person of ``session``; yields the page and what its console says."""
    sys.path.insert(0, str(ROOT / "scripts"))
    import machine  # noqa: PLC0415 - lies beside the other scripts

    address = f"http://127.0.0.1:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.browser(), args=["--no-sandbox"])
        context = browser.new_context(locale="de-DE", viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "kulanz_session", "value": session, "url": address}])
        page, said = context.new_page(), list[str]()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}/inbox/?view=open")
        yield page, said
        browser.close()


def _cases(page: Page, repeats: int, shifts: list[float]) -> Iterator[float]:
    """Open one case after the other from its row."""
    page.evaluate(SHIFTS)
    for place in range(WARM + repeats):
        took = page.evaluate(OPEN_CASE, place % 45)
        if place >= WARM:
            yield took
    shifts.append(page.evaluate("window.benchShift"))


def _lists(page: Page, repeats: int, shifts: list[float]) -> Iterator[float]:
    """Go from one list to the next; a list is a page of its own, whose clock begins with the click."""
    links = page.locator("#views > a")
    amount = links.count()
    for place in range(WARM + repeats):
        with page.expect_navigation(wait_until="commit"):
            links.nth(place % amount).click()
        took = page.evaluate(FIRST_PAINT)
        page.evaluate(SHIFTS)
        if place >= WARM:
            yield took
            shifts.append(page.evaluate("window.benchShift"))


def _palette(page: Page, repeats: int) -> Iterator[float]:
    """Open the palette and close it."""
    page.locator("#rows .row a").first.focus()
    for place in range(WARM + repeats):
        took = page.evaluate(KEY, {"key": "k", "ctrlKey": True, "bubbles": True, "cancelable": True})
        if not page.evaluate("document.querySelector('#palette').open"):
            raise AssertionError("the palette did not open")
        page.keyboard.press("Escape")
        if place >= WARM:
            yield took


def _keys(page: Page, number: str, shifts: list[float]) -> list[float]:
    """Write a letter of some lines below the long case as fast as a person types."""
    page.goto(f"{page.url.split('/inbox')[0]}/cases/{number}/")
    page.keyboard.press("r")
    area = page.locator("[data-composer] textarea:visible").first
    area.click()
    page.evaluate(SHIFTS)
    page.evaluate(LISTEN)
    area.press_sequentially(WORDS * 3, delay=60)
    shifts.append(page.evaluate("window.benchShift"))
    took: list[float] = page.evaluate("window.benchKeys")
    return took[WARM:]


if __name__ == "__main__":
    main()
