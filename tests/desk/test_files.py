"""Files leave the house only as downloads, letters only in a sandbox."""

from __future__ import annotations

import pytest
from django.core import signing
from django.test import Client

from kulanz.cases.arrival import Upload
from kulanz.cases.models import Attachment, Message
from kulanz.desk.views.files import PICTURE_SALT

from .conftest import Arrive

PNG = b"\x89PNG\r\n\x1a\n"
HOSTILE = (
    '<p onclick="x()" style="color:red">Guten <script>alert(1)</script>Tag</p>'
    '<a href="javascript:x()">hier</a><form action="https://x.example"><input name="p"></form>'
    '<iframe src="https://x.example"></iframe><meta http-equiv="refresh" content="0;url=https://x.example">'
    '<img src="https://spy.example/pixel.gif"><img src="cid:logo"><svg onload="x()"></svg><base href="//x.example">'
)


def download(desk: Client, name: str = "a.pdf", content_type: str = "application/pdf", query: str = ""):
    file = Attachment.objects.get()
    Attachment.objects.update(name=name, content_type=content_type)
    answer = desk.get(f"/attachments/{file.public_id}/{query}")
    return answer, answer.getvalue()


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("rechnung.pdf", 'attachment; filename="rechnung.pdf"'),
        ("Übergröße 2.pdf", "attachment; filename*=utf-8''%C3%9Cbergr%C3%B6%C3%9Fe%202.pdf"),
        ('a"b\\c.pdf', 'attachment; filename="a\\"b\\\\c.pdf"'),
        ("a\r\nSet-Cookie: x=1", 'attachment; filename="a Set-Cookie: x=1"'),
        ("a.pdf\n", 'attachment; filename="a.pdf"'),
        ("../../etc/passwd", 'attachment; filename=".._.._etc_passwd"'),
        (" \n", 'attachment; filename="file"'),
        ("文書" * 120 + ".pdf", "attachment; filename*=utf-8''" + "%E6%96%87%E6%9B%B8" * 120 + ".pdf"),
    ],
)
def test_a_file_is_downloaded_under_its_own_name(desk: Client, arrive: Arrive, name: str, disposition: str) -> None:
    arrive(uploads=(Upload("x", "application/pdf", b"%PDF-1"),))

    answer, content = download(desk, name)

    assert (content, answer.headers["Content-Disposition"]) == (b"%PDF-1", disposition)


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "application/pdf", "text/javascript", "x\r\ny"])
@pytest.mark.parametrize("query", ["", "?picture"])
def test_what_could_run_is_never_shown(desk: Client, arrive: Arrive, content_type: str, query: str) -> None:
    arrive(uploads=(Upload("x.html", "text/html", b"<script>alert(1)</script>"),))

    answer, _content = download(desk, "x.html", content_type, query)

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_what_only_says_it_is_a_picture_is_saved(desk: Client, arrive: Arrive) -> None:
    arrive(uploads=(Upload("x.png", "image/png", b"<script>"),))

    answer, content = download(desk, "x.png", "image/png", "?picture")

    assert (answer.headers["Content-Type"], content) == ("application/octet-stream", b"<script>")


def test_a_picture_is_shown_inside_a_letter_only_when_asked_for(desk: Client, arrive: Arrive) -> None:
    arrive(uploads=(Upload("x.png", "image/png", PNG),))

    inline, _content = download(desk, "x.png", "image/png", "?picture")
    saved, _content = download(desk, "x.png", "image/png")

    assert (inline.headers["Content-Type"], inline.headers["Content-Disposition"]) == (
        "image/png",
        'inline; filename="x.png"',
    )
    assert inline.headers["X-Content-Type-Options"] == "nosniff"
    assert saved.headers["Content-Type"] == "application/octet-stream"


def test_a_file_that_is_gone_from_the_disk_is_not_found(desk: Client, arrive: Arrive) -> None:
    arrive(uploads=(Upload("x.png", "image/png", b"gone from here"),))
    file = Attachment.objects.get()
    file.file.storage.delete(file.file.name)

    assert desk.get(f"/attachments/{file.public_id}/").status_code == 404


def test_a_letter_is_cleaned_and_stands_in_a_sandbox(desk: Client, arrive: Arrive) -> None:
    arrive(html=HOSTILE, uploads=(Upload("logo.png", "image/png", PNG, cid="<logo>"),))
    message = Message.objects.get()

    answer = desk.get(f"/messages/{message.pk}/html/")

    page = answer.content.decode()
    body = page.partition("<main>")[2]
    forbidden = (
        "<script",
        "onclick",
        "javascript:",
        "<form",
        "<input",
        "<iframe",
        "<meta",
        "<svg",
        "<base",
        'src="https:',
    )
    assert [word for word in forbidden if word in body] == []
    assert 'src="/pictures/' in body
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src http://testserver/pictures/ data:; "
        "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
    )


@pytest.mark.parametrize(
    ("source", "cid"),
    [("CID:Riss@Post", "riss@post"), ("riss@post", "<riss@post>"), ("riss.png", "https://laden.example/b/riss.png")],
)
def test_a_picture_is_shown_by_whatever_name_the_letter_calls_it(
    desk: Client, arrive: Arrive, source: str, cid: str
) -> None:
    arrive(html=f"<p><img src='{source}'></p>", uploads=(Upload("riss.png", "image/png", PNG, cid=cid),))

    page = desk.get(f"/messages/{Message.objects.get().pk}/html/").content.decode()

    assert 'src="/pictures/' in page


def test_a_picture_of_a_letter_has_a_key_and_needs_no_sign_in(desk: Client, arrive: Arrive) -> None:
    arrive(html=HOSTILE, uploads=(Upload("logo.png", "image/png", PNG, cid="<logo>"),))
    page = desk.get(f"/messages/{Message.objects.get().pk}/html/").content.decode()
    place = page.partition('src="/pictures/')[2].partition('"')[0]

    shown = Client().get(f"/pictures/{place}")

    assert (shown.getvalue(), shown.headers["Content-Type"]) == (PNG, "image/png")
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Client().get(f"/pictures/x{place}").status_code == 404


def test_only_pictures_have_keys(desk: Client, arrive: Arrive) -> None:
    arrive(html=HOSTILE, uploads=(Upload("logo.svg", "image/svg+xml", b"<svg/>", cid="<logo>"),))
    file = Attachment.objects.get()

    page = desk.get(f"/messages/{Message.objects.get().pk}/html/").content.decode()

    assert 'src="/pictures/' not in page
    assert Client().get(f"/pictures/{signing.dumps(file.public_id, salt=PICTURE_SALT)}/").status_code == 404


def test_the_frame_in_the_thread_is_a_sandbox_and_counts_pictures_from_elsewhere(desk: Client, arrive: Arrive) -> None:
    case = arrive(html=HOSTILE)
    place = f"/messages/{Message.objects.get().pk}/"

    thread = desk.get(f"/cases/{case.number}/").content.decode()
    closed, opened = (desk.get(f"{place}sandbox/{query}").content.decode() for query in ("", "?pictures"))

    assert f'hx-get="{place}sandbox/"' in thread
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in closed
    assert ("1 Bild von außen laden" in closed, "von außen laden" in opened) == (True, False)
    assert f'src="{place}html/?framed&amp;pictures"' in opened


def test_the_sandbox_is_only_for_those_who_may_see_the_case(outsider: Client, arrive: Arrive) -> None:
    arrive(html=HOSTILE)

    assert outsider.get(f"/messages/{Message.objects.get().pk}/sandbox/").status_code == 404


def test_pictures_from_elsewhere_come_only_when_asked_for(desk: Client, arrive: Arrive) -> None:
    arrive(html=HOSTILE)
    message = Message.objects.get()

    without, shown = (desk.get(f"/messages/{message.pk}/html/{query}") for query in ("", "?pictures"))

    assert ("?pictures" in without.content.decode(), 'src="https:' in without.content.decode()) == (True, False)
    assert 'src="https://spy.example/pixel.gif"' in shown.content.decode()
    assert "img-src http://testserver/pictures/ data: https: http:;" in shown.headers["Content-Security-Policy"]


def test_a_letter_without_html_is_shown_as_text(desk: Client, arrive: Arrive) -> None:
    arrive("Guten <b>Tag</b>", hidden="> früher")

    page = desk.get(f"/messages/{Message.objects.get().pk}/html/").content.decode()

    assert ("Guten &lt;b&gt;Tag&lt;/b&gt;" in page, "&gt; früher" in page) == (True, True)


def test_what_was_folded_away_is_one_click_away(desk: Client, arrive: Arrive) -> None:
    arrive("Ja", hidden="> Passt <b>es</b>?")
    place = f"/messages/{Message.objects.get().pk}/rest/"

    whole, part = desk.get(place).content.decode(), desk.get(place, headers={"HX-Request": "true"}).content.decode()

    assert ("&gt; Passt &lt;b&gt;es" in whole, part.strip()) == (True, "&gt; Passt &lt;b&gt;es&lt;/b&gt;?")
