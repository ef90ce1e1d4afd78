"""Which person a mail is from: form mailers, shops and mailing groups write for others, and name them in Reply-To.

Pure rules. One machine writes for many people: were it taken for a customer, each would be in the other's history. So
what looks like a machine never is one where it names a person; what looks like a person always is one, whoever they
want answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kulanz.core.text import folded, words_of
from lesart import Address, read_addresses, split_head

# No person has such an address, whatever their name.
_MACHINES = frozenset(
    "noreply donotreply dontreply nichtantworten keineantwort formular kontaktformular webformular onlineformular form "
    "forms webform formmailer formmail mailform mailer automailer phpmailer wordpress wp wwwdata wwwrun apache nginx "
    "httpd php cgi web webserver website webseite homepage internetseite robot bot notification notifications notify "
    "benachrichtigung benachrichtigungen daemon root nobody".split()
)
_BEGINNINGS = ("noreply", "donotreply", "nichtantworten", "keineantwort", "wordpress", "kontaktform", "webform")
# People sit behind these, too; what else is known decides.
_ROLES = frozenset(
    "shop store onlineshop webshop bestellung bestellungen order orders marktplatz marketplace portal service kontakt "
    "contact info anfrage anfragen mail system server team support hilfe help verkauf sales admin webmaster buchung "
    "buchungen booking reservierung reservierungen office liste list gruppe group".split()
)
_NAMES = frozenset(
    "formular kontaktformular webformular onlineformular form website webseite homepage internetseite wordpress shop "
    "onlineshop webshop store kontaktanfrage webanfrage anfrageformular noreply system server portal".split()
)
_FIRMS = frozenset("gmbh ag kg ohg ug ev eg inc ltd llc mbh gbr verein stiftung hausverwaltung praxis".split())
_VIA = re.compile(r"^['\"\s]*(.+?)['\"\s]*\s+(?:via|über|durch|per)\s+\S", re.IGNORECASE)
_SCRIPTS = re.compile(
    rb"^(?:x-php-(?:originating-)?script|x-mailer:[^\r\n]*(?:phpmailer|wpforms|contact form|formmail|swift)|"
    rb"x-original-(?:from|sender)|x-(?:wp|wpcf7|form|shopify)[a-z0-9-]*):?",
    re.IGNORECASE | re.MULTILINE,
)
_WORDS_LOOKED_AT = 20_000
_FORMS = frozenset(
    "formular kontaktformular webformular onlineformular anfrageformular kontaktanfrage webanfrage form forms webform "
    "formmailer formmail mailform phpmailer wordpress wp wwwdata wwwrun apache nginx httpd php cgi webserver website "
    "webseite homepage internetseite".split()
)
# What was typed into a form, as it writes it down: one line for each field.
_ADDRESS_FIELD = re.compile(
    r"^\W{0,4}(?:(?:ihre?|deine?|your) )?(?:e-?mail(?:[ -]?adresse| address)?|mail(?:[ -]?adresse)?|absender|from|von)"
    r"\W{0,4}[:=|\t][\s*]{0,4}<?(?:mailto:)?([^\s<>\"(),:;|]{1,64}@[\w.-]{3,190}\w)",
    re.IGNORECASE | re.MULTILINE,
)
_NAME_FIELD = re.compile(
    r"^\W{0,4}(?:(?:ihr|dein|your) )?(?:(?:vor- und nach|vor- und zu|full )?name|absender|kunde|kundin)"
    r"\W{0,4}[:=|\t][ \t]{0,4}([^\W\d_][^\n:=|@<>]{1,80})$",
    re.IGNORECASE | re.MULTILINE,
)


def person_behind(
    author: Address,
    others: Sequence[Address],
    *,
    is_ours: Callable[[str], bool],
    is_list: bool,
    head: bytes,
    text: str,
) -> Address | None:
    """Return the person for whom the machine ``author`` wrote; ``None`` where the author is a person.

    ``others`` are whom it asks to be answered, without the author, ourselves and other recipients. ``is_ours`` says of
    an address whether it is our own, ``head`` is the header block, ``text`` what was written.
    """
    if not others:
        return None
    other = others[0]
    local, domain = _halves(author)
    if is_ours(author.address):
        return None if is_ours(other.address) else _named(other, author)
    if _is_machine(local) or _VIA.match(author.name):
        return _named(other, author)
    if are_related(domain, _halves(other)[1]) or _is_surely_own(author.name, local):
        return None
    if _SCRIPTS.search(head):
        return _named(other, author)
    if _is_name_of_person(author.name) and _is_perhaps_own(author.name, local):
        return None
    return _named(other, author) if is_list or _holds(text, other) or _speaks_for(author, other, local) else None


def named_inside(author: Address, *, is_list: bool, head: bytes, text: str) -> Address | None:
    """Return the person whom a machine names elsewhere than in Reply-To; ``None`` where it names none, or several.

    A group that writes in its own name keeps the author in a field of the head; a form writes down what was typed in.
    """
    if is_list or _VIA.match(author.name):
        fields, _body = split_head(head, 0, len(head))
        kept = fields.raw("x-original-from") or fields.raw("x-original-sender")
        person = next((each for each in read_addresses(kept) if "@" in each.address), None)
        if person is not None:
            return None if _halves(person) == _halves(author) else person
    if _FORMS.isdisjoint({*_tokens(_halves(author)[0]), *words_of(author.name)}):
        return None
    typed = {match[1].casefold(): match[1] for match in _ADDRESS_FIELD.finditer(text[:_WORDS_LOOKED_AT])}
    if len(typed) != 1 or author.address.casefold() in typed:
        return None
    name = _NAME_FIELD.search(text[:_WORDS_LOOKED_AT])
    return Address(name[1].strip() if name else "", next(iter(typed.values())))


def _speaks_for(author: Address, other: Address, local: str) -> bool:
    """Weigh the names of an address that could be a person's or a machine's."""
    words = set(words_of(author.name))
    same_name = bool(words) and words == set(words_of(other.name))
    if _is_perhaps_own(author.name, local) or (_is_name_of_person(author.name) and not same_name):
        return False
    if same_name or not words.isdisjoint(_NAMES) or not _ROLES.isdisjoint(_tokens(local)):
        return True
    return _is_name_of_person(other.name)


def _holds(text: str, other: Address) -> bool:
    """Forms write down what was typed into them."""
    return other.address.casefold() in text[:_WORDS_LOOKED_AT].casefold()


def _is_machine(local: str) -> bool:
    joined = "".join(_tokens(local))
    return not _MACHINES.isdisjoint([joined, *_tokens(local)]) or joined.startswith(_BEGINNINGS)


def _is_surely_own(name: str, local: str) -> bool:
    """Whether an address is made of a person's whole name: "wilma.sand" and "w.sand" of Wilma Sand."""
    tokens, words = _tokens(local), words_of(name)
    if not words:
        return len(tokens) > 1 and all(len(token) > 2 and token not in _ROLES for token in tokens)
    rest = [word for word in words if word not in tokens]
    if not _is_name_of_person(name) or len(rest) == len(words):
        return _is_name_of_person(name) and "".join(words) in "".join(tokens)
    initials = {token for token in tokens if len(token) == 1}
    return all(word[0] in initials for word in rest)


def _is_perhaps_own(name: str, local: str) -> bool:
    joined = "".join(_tokens(local))
    return any(len(word) > 2 and word in joined and word not in _NAMES | _ROLES for word in words_of(name))


def _is_name_of_person(name: str) -> bool:
    """Whether a name is that of a person: two to four words of letters, none of them of firms and machines."""
    words = words_of(name)
    known = _NAMES | _ROLES | _FIRMS
    return 2 <= len(words) <= 4 and all(word.isalpha() and word not in known for word in words)


def are_related(one: str, other: str) -> bool:
    """Say whether two domains belong together: equal, or one within the other."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _halves(address: Address) -> tuple[str, str]:
    local, _, domain = address.address.rpartition("@")
    return local, domain.casefold()


def _tokens(local: str) -> list[str]:
    return [folded(token) for token in re.split(r"[._+\-\d]+", local) if token]


def _named(person: Address, author: Address) -> Address:
    """The person with a name: their own, or the one a machine put before its own."""
    if person.name:
        return person
    via = _VIA.match(author.name)
    return Address(via[1] if via else "", person.address)
