"""What files are called: endings by type, pictures by their Content-ID, names in Chinese and Japanese."""

from base64 import b64encode

import pytest

from lesart.charset import decode_bytes
from lesart.headers import parse_parameters
from lesart.names import file_name
from tests.lesart.builder import multipart, read, with_head

ENDINGS = {
    "text/rtf": ".rtf",
    "application/rtf": ".rtf",
    "text/directory": ".vcf",
    "text/x-vcard": ".vcf",
    "image/jpeg": ".jpg",
    "image/heic": ".heic",
    "audio/x-m4a": ".m4a",
    "text/calendar": ".ics",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "message/delivery-status": ".txt",
    "message/rfc822": ".eml",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "application/vnd.apple.pages": ".pages",
    "application/x-zip": ".zip",
    "application/x-rar": ".rar",
    "image/vnd.dwg": ".dwg",
    "text/x-unbekannt": ".txt",
    "application/x-unbekannt": ".bin",
}


@pytest.mark.parametrize("content_type", ENDINGS)
def test_a_file_without_a_name_ends_as_its_type_says(content_type: str) -> None:
    assert file_name("", content_type, 2) == "attachment-2" + ENDINGS[content_type]


PICTURES = {
    b"Content-ID: <image003.jpg@01DC.5A>": "image003.jpg",
    b"Content-ID: <Riss>": "Riss.png",
    b"Content-ID: <unser-laden@post.example>": "unser-laden.png",
    b"Content-ID: <20260112101010.12345@post.example>": "attachment-1.png",
    b"Content-Location: https://laden.example/bilder/riss.png": "riss.png",
    b"Content-ID: <../../etc/Riss.png@x>": "Riss.png",
}


@pytest.mark.parametrize("field", PICTURES)
def test_a_picture_without_a_name_is_called_by_its_other_names(field: bytes) -> None:
    page = b"Content-Type: text/html\r\n\r\n<p>Bild</p>"
    mail = with_head(multipart(b"related", page, b"Content-Type: image/png\r\n" + field + b"\r\n\r\nPNG"))
    assert mail.attachments[0].name == PICTURES[field]


def related(page: bytes, *fields: bytes) -> str | None:
    head = b"\r\n".join((b"Content-Type: image/png; name=a.png", *fields))
    parts = multipart(b"related", b"Content-Type: text/html\r\n\r\n" + page, head + b"\r\n\r\nPNG")
    return with_head(parts).attachments[0].cid


def test_a_picture_answers_to_the_name_under_which_the_page_shows_it() -> None:
    both = (b"Content-ID: <riss@post>", b"Content-Location: bilder/riss.png")
    assert related(b"<img src='bilder/riss.png'>", *both) == "bilder/riss.png"
    assert related(b"<img src='cid:riss@post'>", *both) == "riss@post"
    assert related(b"<img src='bilder/riss.png'>", both[1]) == "bilder/riss.png"


def test_a_picture_without_an_id_answers_to_the_name_of_its_file_where_the_page_shows_it() -> None:
    for page in (b"<img src='cid:a.png'>", b"<img width=1 src=A.png>", b'<IMG alt="" SRC="a%2epng">'):
        assert related(page) == "a.png"
    assert related(b"<p>a.png</p>") is None


@pytest.mark.parametrize("field", ["<büro@post>", "<cid:büro@post>", "< büro@post >", "büro@post"])
def test_the_id_of_a_picture_is_read_in_any_dress(field: str) -> None:
    assert related("<img src='cid:büro@post'>".encode(), b"Content-ID: " + field.encode()) == "büro@post"


def test_a_picture_that_calls_itself_a_file_is_told_by_its_first_bytes() -> None:
    data = b64encode(b"\x89PNG\r\n\x1a\n" + bytes(8))
    head = b"Content-Type: application/octet-stream\r\nContent-ID: <x@y>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    mail = with_head(multipart(b"related", b"Content-Type: text/html\r\n\r\n<img src='cid:x@y'>", head + data))
    assert mail.attachments[0].content_type == "image/png"


FILES = {
    b'attachment; filename="' + "能力表.xlsx".encode("cp932") + b'"; size=7': "能力表.xlsx",
    b'attachment; filename="' + "ソフトのご案内.pdf".encode("cp932") + b'"': "ソフトのご案内.pdf",
    b'attachment; filename="' + "见积 发票.pdf".encode("gb2312") + b'"': "见积 发票.pdf",
    b'attachment; filename="' + "写真；「夏」".encode("iso-2022-jp") + b'.jpg"; x=y': "写真；「夏」.jpg",
    b"attachment; filename*=GBK''%B7%A2%C6%B1.pdf": "发票.pdf",
    b"attachment; filename*0*=iso-2022-jp''%1B$B%3CL; filename*1*=%3F%3F%1B(B.jpg": "写真.jpg",
    b'attachment; filename="=?gb2312?B?' + b64encode("發票".encode("gbk")) + b'?=.pdf"': "發票.pdf",
    b'attachment; filename*0="=?utf-8?B?5Y+R"; filename*1="56Wo?=.pdf"': "发票.pdf",
    b'attachment; filename="%E5%8F%91%E7%A5%A8.pdf"': "发票.pdf",
    b'attachment; filename="100%25 Rabatt 20%20.pdf"': "100%25 Rabatt 20%20.pdf",
    b'attachment; filename="Gr\xfc\xdfe.pdf"': "Grüße.pdf",
    b'attachment; filename="a \\"b\\" c.pdf"': 'a "b" c.pdf',
}


@pytest.mark.parametrize("value", FILES)
def test_a_name_in_any_writing_is_read(value: bytes) -> None:
    assert parse_parameters(value)[1]["filename"] == FILES[value]


JAPANESE = {
    b"\x1b$B-!\x1b(B Stufe": "① Stufe",
    b"\x1b$B-j\x1b(B A": "㈱ A",
    b"\x1b$B\x24\x22\x1b(B\r\n\x1b$B-!\x24\x24": "あ\r\n①い",
    b"\x1b(I123\x1b(B": "ｱｲｳ",
    b"\x1b$By!\x1b(B": "纊",
}


@pytest.mark.parametrize("data", JAPANESE)
def test_the_characters_of_vendors_in_japanese_mail_are_read(data: bytes) -> None:
    assert [decode_bytes(data, declared)[0] for declared in ("iso-2022-jp", "")] == [JAPANESE[data]] * 2


LOST_BLANKS = [
    (b"Content-Type: text/plain;\r\ncharset=utf-8\r\nSubject: Stuhl\r\n\r\nGr\xc3\xbc\xc3\x9fe", ("Stuhl", "Grüße")),
    (b"Subject: Stuhl\r\nContent-Type: text/plain;\r\nformat=flowed;\r\ncharset=utf-8\r\n\r\nGut", ("Stuhl", "Gut")),
    (b"Subject: Ein Stuhl,\r\nder wackelt\r\nTo: hilfe@laden.example\r\n\r\nGut", ("Ein Stuhl, der wackelt", "Gut")),
    (b"Subject: =?utf-8?q?St=C3=BChle:?=\r\n=?utf-8?q?_zwei?=\r\n\r\nGut", ("Stühle: zwei", "Gut")),
    (b"DKIM-Signature: v=1; a=x;\r\nb=AAA\r\nBB+/CC==\r\nDD\r\nSubject: Stuhl\r\n\r\nGut", ("Stuhl", "Gut")),
    (b"Received: from a by b;\r\nMon, 2 Mar 2026 10:00:00 +0100\r\nSubject: Stuhl\r\n\r\nGut", ("Stuhl", "Gut")),
    (b"References: <a@post.example>\r\n<b:1@post.example>\r\nSubject: Stuhl\r\n\r\nGut", ("Stuhl", "Gut")),
]


@pytest.mark.parametrize(("raw", "expected"), LOST_BLANKS)
def test_a_line_that_lost_its_blank_belongs_to_the_field_above(raw: bytes, expected: tuple[str, str]) -> None:
    mail = read(raw)
    assert (mail.subject, mail.text) == expected


def test_a_boundary_in_a_line_that_lost_its_blank_still_parts_the_mail() -> None:
    mail = read(
        b'Content-Type: multipart/mixed;\r\nboundary="==:1"\r\n\r\n--==:1\r\n\r\neins\r\n--==:1\r\n\r\nzwei\r\n--==:1--'
    )
    assert mail.text == "eins\n\nzwei"


def test_recipients_in_a_line_that_lost_its_blank_are_kept() -> None:
    mail = read(b"To: eva@post.example,\r\nrosa@post.example\r\nSubject: x\r\n\r\nHallo")
    assert [each.address for each in mail.to] == ["eva@post.example", "rosa@post.example"]


def test_a_body_without_the_empty_line_above_it_is_no_header() -> None:
    assert read(b"Subject: Stuhl\r\nHallo,\r\nder Stuhl wackelt.\r\n").text == "Hallo,\nder Stuhl wackelt."
