"""What the manuals show, in the order in which it happens: who looks, where, what they do first, what is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from picture_words import HOSTS, WORDS
from playwright.sync_api import Page

__all__ = ["HOSTS", "SHOTS", "Scene", "Shot"]


@dataclass(frozen=True)
class Scene:
    """One person before one page. ``page_of`` opens a page of somebody else, for what takes two."""

    page: Page
    language: str
    url: str
    house: Any
    page_of: Callable[[str], Page]

    def filled(self, text: str) -> str:
        """Put case numbers and the like into an address: ``/cases/{cracked}/``."""
        return text.format_map(WORDS[self.language])

    def say(self, key: str) -> str:
        """Return a text of this language."""
        return WORDS[self.language][key]

    def fill(self, **fields: str) -> None:
        """Fill fields by their names with texts of this language."""
        for name, key in fields.items():
            self.page.locator(f"main [name={name}]").first.fill(self.filled(key))


def nothing(_scene: Scene) -> None:
    """Look at the page as it is."""


@dataclass(frozen=True)
class Shot:
    """One picture: ``part`` is what of the page is taken, ``cut`` the height after which it ends."""

    name: str
    who: str
    path: str
    before: Callable[[Scene], None] = nothing
    part: str = ""
    cut: int = 0
    width: int = 1280
    height: int = 800
    in_empty_house: bool = False


def change_brand(scene: Scene) -> None:
    """Give customers more time, so that the list of changes has something to tell."""
    scene.page.locator("[name=silence_days]").fill("14")
    scene.page.locator("main form button.primary").click()
    scene.page.wait_for_url("**/brands/")
    scene.page.goto(scene.url + "/office/audit/")


def write_hours(scene: Scene) -> None:
    """Save hours as a shop has them; what was saved stands in the list of changes afterwards."""
    for day in range(5):
        scene.fill(**{f"day_{day}": "9-12:30, 13-17:30"})
    scene.fill(day_5="10-14")
    scene.page.locator("main form button").first.click()
    scene.page.wait_for_url("**/brands/")
    scene.page.goto(scene.url + "/office/brands/1/hours/")


def write_mailbox(scene: Scene) -> None:
    scene.fill(address="{office_address}", imap_host="{imap_host}", imap_user="{office_address}")
    scene.page.locator("[name=imap_password]").fill("kein-echtes-passwort")
    scene.page.locator("h1").click()


def write_invitation(scene: Scene) -> None:
    scene.fill(email="{new_address}", name="{new_name}")
    scene.page.locator("[name=teams]").first.check()
    scene.page.locator("h1").click()


def try_words(scene: Scene) -> None:
    scene.page.locator("#words").fill(scene.say("avoided"))
    scene.page.locator("#sample").fill(scene.say("sample"))
    scene.page.locator("#heard .remark").first.wait_for()
    scene.page.locator("h1").click()


def write_answer(scene: Scene) -> None:
    """Type an answer in which the coach hears something, and a day."""
    text = scene.page.locator("#reply-text")
    text.fill(scene.say("draft"))
    scene.page.locator("#coach .remark:not(.catch)").first.wait_for()
    scene.page.locator("#coach .catch").first.wait_for()


def send_answer(scene: Scene) -> None:
    """Record the promise, mend the words, send: the answer can be taken back."""
    scene.page.locator("#coach .catch [data-record]").first.click()
    scene.page.locator("#side-promises .promise").first.wait_for()
    scene.page.locator("#reply-text").fill(scene.say("answer"))
    scene.page.locator("#reply button[value=wait]").click()
    scene.page.locator(".entry.held").wait_for()


def call_colleague(scene: Scene) -> None:
    scene.page.keyboard.press("n")
    scene.page.locator("#note-text").press_sequentially(scene.say("note"))
    scene.page.locator("#names [role=option]").first.wait_for()


def write_from_elsewhere(scene: Scene) -> None:
    """A customer writes from another address, with the number in the subject."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        scene.say(key) for key in ("elsewhere", "address", "elsewhere_subject")
    )
    mail["Message-ID"] = f"<elsewhere@{HOSTS[scene.language]}>"
    mail["Authentication-Results"] = f"mx.{HOSTS[scene.language]}; dmarc=pass header.from=werft.example"
    mail.set_content(scene.say("elsewhere_text"))
    scene.house.receive(mail)
    row = scene.page.locator("[data-row]", has_text=scene.say("elsewhere_mark")).first
    row.wait_for(timeout=60_000)
    row.locator("a").first.click()
    scene.page.locator(".case-head h1").wait_for()
    until_there(scene.page, ".so-far .proposal")  # the letter is read ahead in the background
    until_there(scene.page, "#reply .questions")


def be_two(scene: Scene) -> None:
    other = scene.page_of("karin")
    other.goto(scene.url + scene.filled("/cases/{wrong}/"))
    other.locator("#reply-text").press_sequentially("Guten Tag")
    scene.page.locator("[data-other-writes]:not(:empty)").wait_for(timeout=60_000)


def ask_for_keys(scene: Scene) -> None:
    scene.page.keyboard.press("?")
    scene.page.locator("dialog[open]").wait_for()


def fail_to_reach(scene: Scene) -> None:
    """Send an answer that the other server refuses, at once, and look at the outbox."""
    writer = scene.page_of("tobias")
    writer.goto(scene.url + "/me/")
    writer.locator("[name=undo_seconds]").select_option("0")
    writer.locator("main form button.primary").first.click()
    writer.wait_for_load_state()
    writer.goto(scene.url + scene.filled("/cases/{refused}/"))
    writer.locator("#reply-text").fill(scene.say("refused_text"))
    writer.locator("#reply button[value=wait]").click()
    writer.locator("#reply-text").wait_for()
    until_there(scene.page, ".late, .block form")


def until_there(page: Page, what: str) -> None:
    """Load the page again until something is on it: work behind it takes its time."""
    for _attempt in range(60):
        if page.locator(what).count():
            return
        page.wait_for_timeout(500)
        page.reload()


def open_customer_page(scene: Scene) -> None:
    """Go through a link that an agent makes."""
    agent = scene.page_of("jule")
    agent.goto(scene.url + scene.filled("/cases/{cracked}/links/"))
    if agent.locator("[name=create]").count():
        agent.locator("[name=create]").click()
    link = agent.locator(".link-key input[readonly]").first.input_value()
    scene.page.goto(link)


OFFICE: dict[str, Any] = {"part": "main", "width": 1120}
CASE: dict[str, Any] = {"part": "#sheet", "width": 1440, "height": 820}
SHOTS = (
    Shot("first-steps", "nils", "/", in_empty_house=True, cut=384, **OFFICE),
    Shot("brand", "nils", "/office/brands/1/", cut=624, **OFFICE),
    Shot("hours", "nils", "/office/brands/1/hours/", write_hours, **OFFICE),
    Shot("channels", "nils", "/office/channels/", **OFFICE),
    Shot("channel", "nils", "/office/channels/1/", **OFFICE),
    Shot("mailbox", "nils", "/office/channels/1/mailboxes/new/", write_mailbox, **OFFICE),
    Shot("contact-form", "", "/contact/", part="body", width=960, cut=945),
    Shot("invitation", "nils", "/office/invitations/", write_invitation, **OFFICE),
    Shot("words", "nils", "/office/brands/1/voice/", try_words, part="main"),
    Shot("audit", "nils", "/office/brands/1/", change_brand, **OFFICE),
    Shot("today", "soenke", "/", height=640),
    Shot("case", "mehmet", "/cases/{hotel}/?view=open", width=1440, height=860),
    Shot("writing", "jule", "/cases/{colour}/?view=unassigned", write_answer, **CASE),
    Shot("held", "jule", "/cases/{colour}/?view=unassigned", send_answer, **CASE),
    Shot("confirming", "jule", "/cases/{cracked}/?view=mine", **CASE),
    Shot("note", "jule", "/cases/{wrong}/?view=mine", call_colleague, **CASE),
    Shot("moving", "mehmet", "/inbox/?view=open", write_from_elsewhere, **CASE),
    Shot("together", "jule", "/cases/{wrong}/?view=mine", be_two, **CASE),
    Shot("keys", "jule", "/cases/{cracked}/?view=mine", ask_for_keys, part="dialog[open]", width=1440),
    Shot("outbox", "karin", "/office/outbox/", fail_to_reach, **OFFICE),
    Shot("health", "karin", "/office/", **OFFICE),
    Shot("customer-page", "", "/contact/", open_customer_page, part="body", width=960, cut=1270),
)
