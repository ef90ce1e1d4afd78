"""Colours of a letter that is shown: a ground given in shorthand stays, and no words vanish because theirs was lost."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ADDRESS = re.compile(r"(?:url|image|image-set|element)\s*\([^)]*\)?", re.IGNORECASE)
_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|rgba?\([^()]{1,60}\)|hsla?\([^()]{1,60}\)|(?<![\w(#.-])[a-z]{3,24}(?![\w(.-])", re.IGNORECASE
)
_NO_COLOUR = frozenset(
    "none repeat space round scroll fixed local center top left right bottom cover contain auto initial inherit unset"
    " revert border-box padding-box content-box url deg turn to from important transparent".split()
)
_BODY = re.compile(r"<body\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_BODY_LOOKED_AT = 100_000
_ATTRIBUTE = re.compile(r"([a-z]{3,10})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_PLAIN_COLOUR = re.compile(r"#?[a-z0-9]{3,24}", re.IGNORECASE)
_LIGHT_NAMES = frozenset(
    "white snow ivory azure whitesmoke ghostwhite floralwhite mintcream aliceblue honeydew seashell lightyellow beige"
    " linen oldlace cornsilk lavenderblush lightcyan lemonchiffon papayawhip gainsboro lavender".split()
)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]+%?))?\s*\)", re.IGNORECASE)
_LIGHT = 0.75


def ground_of(shorthand: str) -> str:
    """The colour in a value of CSS `background`, empty where it names none; addresses of pictures are passed over."""
    for found in _COLOUR.findall(_ADDRESS.sub(" ", shorthand)[:500]):
        if found.lower() not in _NO_COLOUR:
            return str(found)
    return ""


def with_ground_of_body(html: str) -> str:
    """The HTML with the looks of its body on an element inside it: the body itself is not shown in ours."""
    match = _BODY.search(html, 0, _BODY_LOOKED_AT)
    if match is None:
        return html
    values = {name.lower(): one or two or three for name, one, two, three in _ATTRIBUTE.findall(match[1])}
    rules = [
        f"{rule}:{values[name]}"
        for name, rule in (("bgcolor", "background-color"), ("text", "color"))
        if _PLAIN_COLOUR.fullmatch(values.get(name, ""))
    ]
    style = ";".join([*rules, values.get("style", "")]).replace('"', "'").strip(";")
    return f'{html[: match.end()]}<div style="{style}">{html[match.end() :]}' if style else html


def keep_readable(html: str) -> str:
    """HTML in which no light words stand on a light ground: they keep the colour of the words around them.

    Programs colour words white on a ground from a style sheet or a picture, and neither is shown. `html` was cleaned,
    and what comes back is to be cleaned again: another parser has written it.
    """
    parser = LexborHTMLParser(html)
    if parser.body is None or not _fade_in(parser.body):
        return html
    return "".join(child.html or "" for child in parser.body.iter(include_text=True))


def _fade_in(body: LexborNode) -> bool:
    changed = False
    stack: list[tuple[LexborNode | None, bool]] = [(body.child, True)]
    while stack:
        node, on_light = stack.pop()
        if node is None:
            continue
        stack.append((node.next, on_light))
        if not node.is_element_node:
            continue
        style = node.attributes.get("style") or ""
        rules = dict(_rule(rule) for rule in style.split(";") if ":" in rule)
        ground = rules.get("background-color") or node.attributes.get("bgcolor") or ""
        inside = _is_light(ground) if ground and _opaque(ground) else on_light
        if inside and _is_light(rules.get("color") or ""):
            node.attrs["style"] = ";".join(f"{name}:{value}" for name, value in rules.items() if name != "color")
            changed = True
        if inside and node.tag == "font" and _is_light(node.attributes.get("color") or ""):
            del node.attrs["color"]
            changed = True
        stack.append((node.child, inside))
    return changed


def _rule(rule: str) -> tuple[str, str]:
    name, _, value = rule.partition(":")
    return name.strip().lower(), value.strip()


def _opaque(colour: str) -> bool:
    match = _RGB.match(colour)
    return colour.lower() not in ("transparent", "inherit", "initial") and (
        match is None or match[4] not in ("0", "0.0", "0%")
    )


def _is_light(colour: str) -> bool:
    colour = colour.strip().lower().removesuffix("!important").strip()
    if colour.startswith("#"):
        digits = colour[1:]
        if len(digits) in (3, 4):
            digits = "".join(digit * 2 for digit in digits)
        try:
            channels = [int(digits[place : place + 2], 16) for place in (0, 2, 4)]
        except ValueError:
            return False
    elif match := _RGB.match(colour):
        channels = [min(int(match[place]), 255) for place in (1, 2, 3)]
    else:
        return colour in _LIGHT_NAMES
    return (0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]) / 255 > _LIGHT
