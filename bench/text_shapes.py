"""Texts made to keep the desk busy, each of any size in bytes: what people paste, and what nobody would write."""

from __future__ import annotations

from collections.abc import Callable

TextShape = Callable[[int], str]


def _again(piece: str, end: str = "") -> TextShape:
    return lambda size: piece * (size // len(piece.encode())) + end


def _numbered(template: str) -> TextShape:
    """Pieces that each hold another number, so that no two are alike."""

    def shape(size: int) -> str:
        return "".join(template.replace("#", str(number)) for number in range(size // len(template.encode())))

    return shape


SHAPES: dict[str, TextShape] = {
    "one word": _again("a"),
    "the same word": _again("wort "),
    "other words": _numbered("wort# "),
    "other words with umlauts": _numbered("Größe# "),
    "another script": _again("問題があります。"),
    "no sentence end": _again("und dann kam wieder niemand "),
    "short sentences": _again("Ja. "),
    "sentences": _again("Ich warte seit drei Wochen auf meine Lampe. "),
    "English sentences": _again("I have been waiting for my lamp for three weeks. "),
    "questions": _again("Wann kommt die Lampe? "),
    "other questions": _numbered("Wann kommt Nummer #? "),
    "question marks": _again("?"),
    "exclamation marks": _again("!"),
    "full stops": _again("."),
    "capitals": _again("WANN KOMMT SIE ENDLICH "),
    "insults": _again("Ihr seid alle Betrüger. "),
    "spaced insults": _again("B e t r ü g e r "),
    "disguised insults": _again("B3trüg3r "),
    "anger": _again("Das ist eine Frechheit und eine Zumutung. "),
    "thanks": _again("Vielen Dank, das hat geklappt. "),
    "dates": _numbered("Am #.11.2026 um 14 Uhr. "),
    "promises": _again("Wir melden uns bis Freitag um 12 Uhr. "),
    "vague promises": _again("Ich kümmere mich zeitnah darum. "),
    "amounts": _numbered("# Euro und 50 Cent, "),
    "order numbers": _numbered("RL-# "),
    "phone numbers": _numbered("0171/123# "),
    "web addresses": _numbered("https://shop.example/lampe/# "),
    "one long web address": lambda size: "https://shop.example/" + "a" * (size - 21),
    "mail addresses": _numbered("kunde#@post.example "),
    "nearly mail addresses": _again("a@"),
    "stars": _again("*"),
    "strong words": _again("**wichtig** "),
    "open strong words": _again("**wichtig "),
    "named links": _numbered("[Lampe #](https://shop.example/#) "),
    "open brackets": _again("["),
    "closing brackets": _again("]("),
    "nested brackets": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "quotation marks": _again("„"),
    "open gaps": _again("‹"),
    "gaps": _again("‹Tag, Uhrzeit› "),
    "braces": _again("{{name}} "),
    "forms of address": _again("Sie haben mir Ihre und du hast mir deine "),
    "greetings": _again("Sehr geehrte Frau Kranz,\n\n"),
    "closings": _again("Mit freundlichen Grüßen\n"),
    "empty lines": lambda size: "Anfang" + "\n" * size + "Ende",
    "blanks": lambda size: "Anfang" + " " * size + "Ende",
    "tabs": lambda size: "Anfang" + "\t" * size + "Ende",
    "lists": _numbered("- Punkt #\n"),
    "quoted lines": _again("> schon wieder\n"),
    "log lines": _numbered("2026-11-30 12:00:# ERROR lamp.core failed\n"),
    "markup": _again("<b>fett</b> & <i>kursiv</i> "),
    "attachments announced": _again("Im Anhang finden Sie die Rechnung. "),
    "hyphens": _again("Lampen-"),
    "soft hyphens": _again("Lam\xadpe "),
    "combining marks": _again("u\u0308"),
    "words to be veiled in markup": _again("<idiot> "),
}
