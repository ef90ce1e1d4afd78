"""What stands at the end of somebody's own words: signatures, app footers, legal and list footers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .lines import Line, is_rule
from .model import Kind

_MOST_SIGNATURE_LINES = 15
_LONG_LINE = 220
_MOST_LEGAL = 6_000
_MARKS = frozenset(("--", "—", "–", "---"))
_REACH = 300  # lines from the end in which endings are looked for

_SENT = "gesendet|versendet|verschickt|geschickt|sent|envoyé|enviado|inviato|verzonden|wysłane|wysłano|skickat|sendt"
_DEVICE = re.compile(
    r"\b(?:i(?:phone|pad|pod)|android\w*|samsung|galaxy|huawei|xiaomi|redmi|pixel|handy|smartphone|tablet|\w*telefon|"
    r"mobile?|phone|blackberry|outlook|(?<!-)\w*mail|avast\S*|norton|\w*app|gmx|web\.de|t-online|telekom|freenet|k-9|thunderbird|"
    r"fairphone|sony|nokia|motorola|oppo|oneplus|windows|unterwegs|spark|em client|tuta\w*|proton|gerät|"
    r"device|acompli|aol|yahoo|ios)\b",
    re.I,
)
_LINK = re.compile(r"[<\[(]?https?://\S*|<[^>]*>")
_APP = (
    re.compile(
        rf"(?:{_SENT}) (?:von|mit|über|aus|vom|from|via|with|using|by|depuis|de|desde|"
        r"da|dal|vanaf|van|z|från|fra) [^,;!?]{2,70}",
        re.I,
    ),
    re.compile(rf"(?:von|vom|aus|mit|über) [^,;!?]{{2,60}} (?:{_SENT})", re.I),
    re.compile(
        r"(?:diese|this) (?:e-?mail|mail|nachricht|message) (?:wurde|was|ist)"
        r" (?:von|mit|über|aus|from|with|via|by|sent) [^,;!?]{2,60}",
        re.I,
    ),
    re.compile(r"(?:von|vom|aus) mein(?:em|er) [\w -]{2,30}", re.I),
    re.compile(rf"(?:von )?unterwegs (?:mit|von|vom) [^,;!?]{{2,40}} (?:{_SENT})", re.I),
    re.compile(r"virenfrei\b.{0,60}|virus-free\b.{0,60}", re.I),
    re.compile(r"yahoo mail: [^?!]{5,80}", re.I),
)
# The one line that most telephones of the world write, in languages whose words are not above.
_APPLE = re.compile(
    r"(?:отправлено с(?: моего)?|надіслано з(?: мого)?|изпратено от(?: моя)?|odesláno z(?: mého)?|"
    r"odoslané z(?: môjho)?|lähetetty|elküldve az?|trimis de pe|poslano (?:z|s) (?:mojega|mog)|απεστάλη από το|"
    r"nosūtīts no mana|išsiųsta iš mano|saadetud minu) i(?:phon|pad)[-'’\w]{0,9}(?: (?:μου|meu|telefonu))?"
    r"|i(?:phone|pad)(?:['’]?\w{2,5} gönderildi|から送信)|(?:从我的|從我的|我的) ?i(?:phone|pad) ?(?:发送|傳送|發送)"
    r"|나의 i(?:phone|pad)에서 보냄",
    re.I,
)
_OFFER = re.compile(
    r"(?:get|holen sie sich|hol dir|laden sie) [^,;!?]{2,40} (?:für|for|per|pour|para|voor) [^,;!?]{2,30}",
    re.I,
)
_OFFERED = re.compile(r"[^,;!?]{2,40} (?:für|for) [^,;!?]{2,30} (?:herunterladen|holen|laden|beziehen)", re.I)
# A person says when, to whom or that not; a program never does.
_PERSON = re.compile(
    r"\b(?:ich|wir|sie|ihnen|ihrer|mir|habe|haben|hatte|bitte|nicht|schon|heute|gestern|am|letzte\w*|i|have|you|please|"
    r"not|already|yesterday)\b",
    re.I,
)
_LEGAL = re.compile(
    r"handelsregister|\bHR[AB] ?:?-?(?:nr\.? ?)?\d|amtsgericht|registergericht|geschäftsführ|\bvorstand\b|"
    r"aufsichtsrat|ust\.?-? ?id|steuernummer|sitz der gesellschaft|gesellschaftssitz|"
    r"registered (?:office|in)|"
    r"company (?:number|no)|\bvat\b|vertretungsberechtigt|persönlich haftend|komplementär",
    re.I,
)
_REGISTERED = re.compile(
    r"\bHR[AB] ?:?-?(?:nr\.? ?)?\d|registergericht|handelsregister|sitz der gesellschaft|ust\.?-? ?id|gnr \d|"
    r"registered (?:office|in)|company (?:number|no)|\bvat\b|"
    r"(?:geschäftsführ\w*|vorstand|aufsichtsrat\w*)[^:]{0,20}:",
    re.I,
)
_SECRET = re.compile(r"vertraulich|confidential|privileged|bestimmungsgemäß|rechtlich geschützt", re.I)
_MAIL = re.compile(r"e-?mail|\bmail\b|nachricht|message|communication", re.I)
_NOT_YOURS = re.compile(
    r"\b(?:nicht|not|nur|ausschließlich|solely|only)\b.{0,60}(?:adressat|empfänger|recipient|addressee)|"
    r"irrtümlich (?:erhalten|zugesandt|zugegangen)|received.{0,40}in error|"
    r"unbefugt|unerlaubt|unauthori[sz]ed",
    re.I,
)
_SPEAKS = re.compile(r"\b(?:ich|mir|mich|mein\w*|i|my|me)\b", re.I)
_SPEAK = re.compile(r"\b(?:wir|uns|unser\w*|we|us|our)\b", re.I)
_PAPER = re.compile(
    r"\b(?:umwelt|environment)\b.{0,60}\b(?:diese|this)\b.{0,12}\bmail\b|"
    r"\bprint.{0,20}\bthis\b.{0,12}\bmail\b",
    re.I,
)
# Where a firm says how it treats data, with the address of the page.
_PRIVACY = re.compile(
    r"(?:datenschutz\w*|privacy (?:policy|notice|statement))\b[^.!?]{0,60}(?:https?://|www\.)\S+\.?\s*\Z", re.I
)
_CLOSING = re.compile(
    r"(?:(?:mit|es|viele|vielen|liebe|beste|herzliche|freundliche[nm]?|schöne|sonnige|ganz|kind|best|warm|many|with|"
    r"yours?|dank|und|danke|kollegiale[nm]?|hoffnungsvolle[nm]?|sportliche[nm]?|weihnachtliche[nm]?)\s+){0,4}"
    r"(?:grü(?:ß|ss)en?|gruß|gruss|gruesse|grüße|mfg|lg|vg|bg|hochachtungsvoll|regards|wishes|sincerely|faithfully|"
    r"truly|cheers|thanks|thank you|danke|dank|best)(?:\s+(?:aus|vom|von|an)(?:\s+\w+){1,3})?\s*[,.!]?\Z",
    re.I,
)
_CONTACT = re.compile(
    r"\b(?:tel|telefon|fon|fax|telefax|mobil|mobile|phone|handy|cell|e-?mail|mail|web|internet)\b\.?\s?[:.]|"
    r"\bwww\.|https?://|\S@\S+\.\w|^(?:d-)?\d{5} [^\W\d]|\+\d{2}[ (\d/-]{7,}|"
    r"\b(?:gmbh|ag|kg|ohg|ug|e\.k\.|mbh|gbr|ltd|inc|llc)(?!\w)",
    re.I,
)
_OWN_DATA = re.compile(
    r"p\.? ?s\.?\b|nachtrag|\w*(?:nummer|nr)\b|iban|kontonr|"
    r"anlagen?\b|anhang|bestell|auftrag|rechnung|\w*zeichen\b",
    re.I,
)
_REFERS = re.compile(
    r"telefon|anruf|rufen|rückruf|erreich|nummer|adresse|anschrift|unten|signatur|call|phone|reach|address|below",
    re.I,
)


def app_footer(text: str) -> bool:
    """Is the line one that a mail app adds of itself ('Von meinem iPhone gesendet')?"""
    if len(text) > 160:
        return False
    plain = _LINK.sub("", text).strip(" .*_-–—>()|")
    if _APPLE.fullmatch(plain):
        return True
    if len(plain.split()) > 14 or not (_DEVICE.search(plain) or "vir" in plain.lower()):
        return False
    if _OFFER.fullmatch(plain) or _OFFERED.fullmatch(plain):
        return True
    return not _PERSON.search(plain) and any(pattern.fullmatch(plain) for pattern in _APP)


def mark_endings(lines: Sequence[Line], start: int, end: int, *, below_quote: bool) -> dict[int, Kind]:
    """Kinds of the lines in ``lines[start:end]`` (own words, no quotes) that are not own words.

    ``below_quote`` says that a quoted mail stands above; a lone name is then no greeting any more.
    """
    marks: dict[int, Kind] = {}
    start = max(start, end - _REACH)
    stop = _mark_dashes(lines, start, end, marks, below_quote=below_quote)
    stop = _mark_tails(lines, start, stop, marks, below_quote=below_quote)
    _mark_name_block(lines, start, stop, marks)
    return marks


def _mark_dashes(lines: Sequence[Line], start: int, end: int, marks: dict[int, Kind], *, below_quote: bool) -> int:
    """Mark the signature below a line '-- '; give the index where own words end."""
    for index in range(start, end):
        if lines[index].depth or lines[index].raw.rstrip() not in _MARKS:
            continue
        rest = [line.body for line in lines[index + 1 : end] if line.body]
        if len(rest) > _MOST_SIGNATURE_LINES or any(len(body) > _LONG_LINE and not _legal(body) for body in rest):
            continue
        told = sum(bool(_CONTACT.search(body)) for body in rest)
        if lines[index].raw == "--" and any(map(_sentence, rest)) and not told:
            continue
        if lines[index].raw not in ("--", "-- ") and (told < 2 or any(map(_sentence, rest))):
            continue
        if not below_quote and len(rest) == 1 and len(rest[0].split()) <= 3 and not _CONTACT.search(rest[0]):
            continue
        kind: Kind = "app-footer" if rest and all(app_footer(body) for body in rest) else "signature"
        marks.update(dict.fromkeys(range(index, end), kind))
        return index
    return end


def _mark_tails(lines: Sequence[Line], start: int, end: int, marks: dict[int, Kind], *, below_quote: bool) -> int:
    """Take app, legal and list footers from the end, paragraph by paragraph."""
    paragraph = end
    while True:
        last = _last_filled(lines, start, end)
        if last < start:
            return end
        if last < paragraph:  # else the last lines of one were taken, and it begins where it did
            paragraph = _paragraph_top(lines, start, last)
        kind, top = _tail(lines, start, paragraph, last, below_quote=below_quote)
        if kind == "own":
            return end
        while top > start and (lines[top - 1].blank or is_rule(lines[top - 1]) or lines[top - 1].raw.rstrip() == "--"):
            top -= 1
        marks.update(dict.fromkeys(range(top, end), kind))
        end = top


def _tail(lines: Sequence[Line], start: int, top: int, last: int, *, below_quote: bool) -> tuple[Kind, int]:
    """What the paragraph from ``top`` to ``last`` ends in, and where that begins; "own" where it is the writer's."""
    if app_footer(lines[last].body):
        return "app-footer", last
    if last > top and app_footer(f"{lines[last - 1].body} {lines[last].body}"):
        return "app-footer", last - 1
    text = " ".join(line.body for line in lines[top : last + 1])
    if app_footer(text):
        return "app-footer", top
    legal = _filled(lines, start, top) and _legal(text) and not _pointed_at(lines, start, top, last)
    return ("footer" if legal or _list_footer(lines, top, last, below_quote=below_quote) else "own"), top


def _pointed_at(lines: Sequence[Line], start: int, top: int, last: int) -> bool:
    """Does the writer speak of an address or number, and does one stand among the lines of the register entry?"""
    if top == last or not any(_REFERS.search(line.body) for line in lines[start:top]):
        return False
    return any(_CONTACT.search(line.body) and not _LEGAL.search(line.body) for line in lines[top : last + 1])


def _mark_name_block(lines: Sequence[Line], start: int, end: int, marks: dict[int, Kind]) -> None:
    """Mark the business details below a closing formula and the name; unsure ones stay."""
    closing = next((i for i in range(end - 1, start - 1, -1) if _CLOSING.match(lines[i].body)), -1)
    if closing < 0:
        return
    filled = [index for index in range(closing + 1, end) if lines[index].body]
    block = filled[1:]
    if len(block) < 2 or len(block) > 2 * _MOST_SIGNATURE_LINES:
        return
    while block and not _CONTACT.search(lines[block[0]].body) and not is_rule(lines[block[0]]):
        block = block[1:]
    bodies = [lines[index].body for index in block]
    signals = sum(bool(_CONTACT.search(body) or _LEGAL.search(body)) for body in bodies)
    if signals < 3 or 2 * signals < len(bodies) or any(_OWN_DATA.match(body) or _sentence(body) for body in bodies):
        return
    if any(_REFERS.search(lines[index].body) for index in range(start, closing)):
        return
    marks.update(dict.fromkeys(range(block[0], end), "signature"))


def _sentence(body: str) -> bool:
    if body.endswith("?"):
        return True
    return len(body.split()) > 6 and body.endswith((".", "!")) and not _legal(body)


def _legal(text: str) -> bool:
    """Is the paragraph a register entry of a firm, a notice of secrecy or a plea to save paper?"""
    if "?" in text or len(text) > _MOST_LEGAL:
        return False
    entries = len({match.group().lower() for match in _LEGAL.finditer(text)})
    if entries >= 4 and _REGISTERED.search(text) and not _SPEAK.search(text):
        return True  # so many entries that a name like 'Meinen' makes no letter of it
    if _SPEAKS.search(text):
        return False
    if entries >= 2:
        return bool(_REGISTERED.search(text)) and not _SPEAK.search(text)
    if len(text) < 200 and _PRIVACY.search(text):
        return True
    if _MAIL.search(text) and _SECRET.search(text) and _NOT_YOURS.search(text):
        return True
    return len(text) < 300 and bool(_PAPER.search(text))


def _list_footer(lines: Sequence[Line], top: int, last: int, *, below_quote: bool) -> bool:
    """The lines that a list server adds below a rule; above the quote only with the server's long rule."""
    rule = lines[top].body
    if last - top > 6 or set(rule) - set("_-=") or len(rule) < (2 if below_quote else 20):
        return False
    text = " ".join(line.body for line in lines[top : last + 1]).lower()
    return ("mailing" in text or "unsubscribe" in text or "abmelden" in text) and ("http" in text or "@" in text)


def _last_filled(lines: Sequence[Line], start: int, end: int) -> int:
    last = end - 1
    while last >= start and not lines[last].body:
        last -= 1
    return last


def _paragraph_top(lines: Sequence[Line], start: int, last: int) -> int:
    top = last
    while top > start and lines[top - 1].body:
        top -= 1
    return top


def _filled(lines: Sequence[Line], start: int, end: int) -> bool:
    return any(line.body for line in lines[start:end])
