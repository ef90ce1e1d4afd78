"""Every screen of every role: axe finds nothing, the policy is kept, nothing scrolls sideways on a small phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser import PHONE, WIDE, findings

from .conftest import SignedIn
from .house import House, Sink

pytestmark = pytest.mark.journey

NOBODY = [
    "/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/signup/",
    "/account/password/reset/key/1-forged/", "/contact/", "/my/",
]  # fmt: skip
AGENT = [
    "/", "/inbox/", "/inbox/?view=open", "/inbox/?view=ended", "/inbox/?view=all&q=zzz", "/cases/LA-11/",
    "/inbox/?view=all&status=new&person=somebody&waiting=3d&sort=best", "/inbox/filter/?view=open&who=zzz",
    "/inbox/views/", "/inbox/views/new/?view=open&tag=Lampe",
    "/cases/LA-14/", "/cases/LA-6/", "/cases/LA-14/assignments/", "/customers/", "/customers/?q=zzz", "/organisations/",
    "/new/", "/new/?customer=1", "/customers/1/merges/", "/customers/1/merges/?into=2", "/me/",
    "/notices/", "/day-end/", "/account/password/change/", "/account/2fa/", "/account/sessions/", "/account/logout/",
]  # fmt: skip
ADMINISTRATOR = [
    "/office/", "/office/outbox/", "/office/mails/", "/office/channels/", "/office/channels/new/", "/office/brands/",
    "/office/brands/new/", "/office/teams/", "/office/teams/new/", "/office/people/", "/office/invitations/",
    "/office/audit/", "/office/notices/", "/office/webhooks/new/",
]  # fmt: skip
# Where a list leads: its first entry stands for all.
BEHIND = {
    "/office/channels/": ["/office/channels/\\d+/", "/office/channels/\\d+/mailboxes/\\d+/"],
    "/office/brands/": ["/office/brands/\\d+/", "/office/brands/\\d+/hours/", "/office/brands/\\d+/voice/"],
    "/office/teams/": ["/office/teams/\\d+/"],
    "/office/people/": ["/office/people/\\d+/"],
    "/customers/": ["/customers/\\d+/"],
    "/organisations/": ["/organisations/\\d+/"],
}
REFUSED = ["/office/", "/nothing/", "/cases/LA-999/", "/c/forged/", "/office/invited/forged/"]


def look_at(page: Page, axe: str) -> list[str]:
    """Return what is wrong with the open screen: every rule wide and light, narrow and dark; colours in all four."""
    found = []
    for size, first, second in ((WIDE, "light", "dark"), (PHONE, "dark", "light")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme, only in ((first, ""), (second, "color-contrast")):
            # Without motion, or colours are measured on their way from light to dark.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found += [f"{size['width']} {scheme} {each}" for each in findings(page, axe, only=only)]
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"{wide} px wide at 320"] if wide > 320 else [])


def walk(page: Page, house: House, paths: list[str], axe: str) -> dict[str, list[str]]:
    """Look at screens one after the other, and at what lists lead to; return faults by address."""
    faults, ahead = {}, list(paths)
    for path in ahead:
        page.goto(house.url + path)
        page.evaluate("document.fonts.ready.then(() => true)")
        if found := look_at(page, axe):
            faults[path] = found
        links = page.eval_on_selector_all("main a[href]", "all => all.map((each) => each.getAttribute('href'))")
        for pattern in BEHIND.get(path, []):
            ahead.append(next(link for link in links if re.fullmatch(pattern, link)))
    return faults


def test_sign_in_and_public_pages(open_page: Callable[..., Page], house: House, axe: str) -> None:
    page = open_page(f"{house.url}/contact/", viewport=WIDE)
    assert walk(page, house, NOBODY, axe) == {}


@pytest.mark.check(38)
def test_the_desk(signed_in: SignedIn, house: House, axe: str) -> None:
    assert walk(signed_in("jule"), house, AGENT, axe) == {}


def test_the_office(signed_in: SignedIn, house: House, axe: str) -> None:
    assert walk(signed_in("nils"), house, ADMINISTRATOR, axe) == {}


def test_the_set_up_begins_at_the_top_of_a_telephone(signed_in: SignedIn) -> None:
    page = signed_in("nils", "/office/", viewport={"width": 390, "height": 844})
    first = page.get_by_role("navigation", name="Einrichtung").get_by_role("link").first.bounding_box()
    assert first and first["y"] < 24


@pytest.mark.parametrize("name", ["karin", "henrike"])
def test_the_first_screens_of_lead_and_boss(signed_in: SignedIn, house: House, axe: str, name: str) -> None:
    assert walk(signed_in(name), house, ["/", "/inbox/?view=all", "/office/"], axe) == {}


def test_refusals_are_pages_too(browser: Browser, keys: Callable[[str], StorageState], house: House, axe: str) -> None:
    context = browser.new_context(locale="de-DE", storage_state=keys("jule"))
    page = context.new_page()
    assert walk(page, house, REFUSED, axe) == {}
    context.close()


@pytest.fixture
def customer_page(open_page: Callable[..., Page], house: House, sink: Sink) -> Iterator[Page]:
    """Wiebke Jessen with the list of her matters, come in by a link that was mailed to her."""
    page = open_page(f"{house.url}/my/", viewport=WIDE)
    page.get_by_label("Ihre E-Mail-Adresse").fill("wiebke.jessen@post.example")
    page.get_by_role("button", name="Link schicken").click()
    page.get_by_role("heading", name="Schauen Sie in Ihr Postfach.").wait_for()
    text = sink.next_to("wiebke.jessen@post.example").get_body(("plain",)).get_content()  # type: ignore[union-attr]
    page.goto(re.search(r"http://\S+", text)[0])  # type: ignore[index]
    yield page


def test_the_customers_window(customer_page: Page, axe: str) -> None:
    page = customer_page
    assert look_at(page, axe) == []  # the page behind the mailed link
    page.get_by_role("button", name="Meine Anliegen zeigen").click()
    page.get_by_role("link", name="Lampenschirm mit Riss").wait_for()
    assert look_at(page, axe) == []  # the list
    page.get_by_role("link", name="Lampenschirm mit Riss").click()
    page.get_by_role("heading", name="Ist Ihr Anliegen gelöst?").wait_for()
    assert look_at(page, axe) == []  # the case page
    page.get_by_role("button", name="Senden").click()
    page.get_by_role("alert").wait_for()
    assert look_at(page, axe) == []  # with a word of what is missing


@pytest.mark.parametrize(("name", "places"), [("jule", 5), ("karin", 6), ("nils", 6)])
@pytest.mark.parametrize("width", [320, 390])
def test_every_place_has_its_room_on_a_telephone(signed_in: SignedIn, name: str, places: int, width: int) -> None:
    page = signed_in(name, "/", viewport={"width": width, "height": 740})
    boxes = [link.bounding_box() for link in page.locator(".rail li > a:visible").all()]
    assert len(boxes) == places
    assert [box for box in boxes if box is None or abs(box["width"] - width / places) > 1] == []


def test_what_opens_above_a_case(signed_in: SignedIn, axe: str) -> None:
    page = signed_in("jule", "/cases/LA-14/", viewport=WIDE)
    for key in ("?", "Control+k"):
        page.keyboard.press(key)
        page.wait_for_selector("dialog[open]")
        assert findings(page, axe) == []
        page.keyboard.press("Escape")
    for name in ("Weitere Schritte", "Weitere Arten zu senden"):
        page.keyboard.press("r")  # the other ways to send stand in the writing place
        page.locator(f"summary[aria-label='{name}']").click()
        assert findings(page, axe, part="details[open]") == []
        page.keyboard.press("Escape")
    page.locator(".so-far summary").click()
    assert findings(page, axe) == []
