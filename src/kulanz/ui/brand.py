"""A brand's colour on the customer's pages, kept readable whatever colour the brand chose."""

from dataclasses import dataclass

INK = (0x16, 0x20, 0x2A)
WHITE = (255, 255, 255)
LIGHT_SURFACE = WHITE
DARK_SURFACE = (0x1A, 0x22, 0x28)
ENOUGH = 5.4

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Accent:
    """A colour for links and buttons on one ground, and the colour of words on top of it."""

    colour: Rgb
    words: Rgb


def stylesheet(colour: str) -> str:
    """CSS that sets the accent from '#RRGGBB'; it stands outside every layer and so wins over the tokens.

    The hue stays. Where the contrast with the ground would be below 5.4:1 the colour is moved towards black
    (light) or white (dark) until it is enough; contrast as WCAG 2.2 defines it. Anything that is not a
    colour raises ValueError.
    """
    chosen = parse(colour)
    light, dark = fitted(chosen, LIGHT_SURFACE), fitted(chosen, DARK_SURFACE)
    return (
        ":root {\n"
        f"  --accent: light-dark({_hex(light.colour)}, {_hex(dark.colour)});\n"
        f"  --on-accent: light-dark({_hex(light.words)}, {_hex(dark.words)});\n"
        "  --accent-soft: light-dark("
        f"{_hex(_mixed(light.colour, LIGHT_SURFACE, 0.86))}, {_hex(_mixed(dark.colour, DARK_SURFACE, 0.8))});\n"
        "}\n"
    )


def parse(colour: str) -> Rgb:
    """Read a colour written as ``#RRGGBB``. Raises ``ValueError`` for anything else."""
    text = colour.strip().removeprefix("#")
    if len(text) != 6:
        raise ValueError(f"A colour is written #RRGGBB, not {colour!r}")
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def fitted(colour: Rgb, ground: Rgb) -> Accent:
    """The nearest shade with enough contrast to `ground`, found in steps of two in a hundred."""
    target = (0, 0, 0) if luminance(ground) > 0.5 else WHITE
    shades = (_mixed(colour, target, step / 50) for step in range(51))
    shade = next(shade for shade in shades if contrast(shade, ground) >= ENOUGH)
    return Accent(shade, max((WHITE, INK), key=lambda words: contrast(words, shade)))


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG 2.2 contrast ratio, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Rgb) -> float:
    """WCAG 2.2 relative luminance of an sRGB colour, from 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _hex(colour: Rgb) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)
