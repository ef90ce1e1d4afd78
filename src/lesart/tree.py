"""The parts of a mail as ranges in the raw bytes (RFC 2046), found without recursion and in bounded work."""

from __future__ import annotations

from dataclasses import dataclass, field

from .headers import Headers, parse_parameters, split_head

DEEPEST = 64
MOST_PARTS = 1_000
# Every level searches its range again; the sum of all ranges stays below this multiple of the mail.
_WORK_FACTOR = 24
# A mail made of nothing but near misses of its own boundary.
_MOST_LOOKS = 50_000


@dataclass(slots=True)
class Part:
    """One entity: its header fields and the range of its body in the raw mail."""

    headers: Headers
    begin: int
    end: int
    content_type: str
    parameters: dict[str, str]
    children: list[Part] = field(default_factory=list)
    whole: int = 0

    @property
    def main(self) -> str:
        """The first half of the content type."""
        return self.content_type.partition("/")[0]


def normalise_line_ends(raw: bytes) -> bytes:
    """Bytes whose first line ends in a lone CR are a mail with CR-only lines; only those are changed."""
    feed, carriage = raw.find(b"\n"), raw.find(b"\r")
    if carriage < 0 or (0 <= feed < carriage):
        return raw
    # CR CR LF, as broken gateways write it, is no lone CR.
    if raw[carriage : carriage + 8].lstrip(b"\r")[:1] == b"\n":
        return raw
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def build_tree(raw: bytes) -> tuple[Part, list[str]]:
    """Split a mail into its parts; returns the root and warning codes.

    What lies deeper than 64 levels, or beyond 1,000 parts, stays together as one undivided part.
    """
    root = open_part(raw, 0, len(raw), "text/plain")
    warnings: list[str] = []
    budget, parts = _WORK_FACTOR * len(raw) + 100_000, MOST_PARTS
    level = [root]
    for depth in range(DEEPEST + 1):
        below: list[Part] = []
        for part in level:
            if part.main != "multipart":
                continue
            budget -= part.end - part.begin
            if depth == DEEPEST or budget < 0 or parts <= 0:
                warnings.append("truncated-nesting")
                continue
            ranges, cut = _split(raw, part, parts)
            warnings += ["truncated-parts"] if cut else []
            parts -= len(ranges)
            usual = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
            part.children = [open_part(raw, begin, end, usual) for begin, end in ranges]
            below += part.children
        level = below
    return root, list(dict.fromkeys(warnings))


def open_part(raw: bytes, begin: int, end: int, usual: str) -> Part:
    """Read the header block of one entity; `usual` is its type when it names none."""
    headers, body = split_head(raw, begin, end)
    value = headers.raw("content-type")
    content_type, parameters = parse_parameters(value) if value else (usual, {})
    return Part(headers, body, end, _sound_type(content_type, usual), parameters, whole=begin)


def _sound_type(content_type: str, usual: str) -> str:
    content_type = "".join(content_type.split()[:1]).strip("\"'").replace("\0", "")
    if content_type.count("/") == 1 and not content_type.startswith("/") and not content_type.endswith("/"):
        return content_type
    if content_type in ("text", "text/", "plain"):
        return "text/plain"
    if content_type == "html":
        return "text/html"
    return usual if not content_type or content_type.startswith(("/", ";")) else "application/octet-stream"


def _split(raw: bytes, part: Part, most: int) -> tuple[list[tuple[int, int]], bool]:
    """Ranges between the boundary lines of `part`, and whether there were too many."""
    boundary = part.parameters.get("boundary", "").encode("latin-1", "replace").rstrip()
    marks = _boundary_lines(raw, part, boundary, most) if boundary else []
    if not marks:
        boundary = _guess_boundary(raw, part)
        marks = _boundary_lines(raw, part, boundary, most) if boundary else []
    ranges: list[tuple[int, int]] = []
    for index, (_, start, closing) in enumerate(marks):
        stop = marks[index + 1][0] if index + 1 < len(marks) else part.end
        if not closing and start <= stop:
            ranges.append((start, stop))
    return ranges, len(marks) > most


def _boundary_lines(raw: bytes, part: Part, boundary: bytes, most: int) -> list[tuple[int, int, bool]]:
    """(end of the text before, begin of the text after, closing?) of each boundary line, in order."""
    marks: list[tuple[int, int, bool]] = []
    needle, position = b"--" + boundary, part.begin
    for _ in range(_MOST_LOOKS):
        found = raw.find(needle, position, part.end)
        if found < 0 or len(marks) > most:
            break
        position = found + len(needle)
        if found > part.begin and raw[found - 1] not in b"\r\n":
            continue
        stop = raw.find(b"\n", position, part.end)
        stop = part.end if stop < 0 else stop
        tail = raw[position : min(stop, position + 200)]
        closing = tail.startswith(b"--")
        if (tail[2:] if closing else tail).strip():
            continue
        marks.append((_before(raw, part.begin, found), min(stop + 1, part.end), closing))
        position = stop
    return marks


def _before(raw: bytes, begin: int, found: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if found > begin and raw[found - 1] == 0x0A:
        found -= 1
    if found > begin and raw[found - 1] == 0x0D:
        found -= 1
    return found


def _guess_boundary(raw: bytes, part: Part) -> bytes:
    """The first line that starts with two hyphens and is followed by a Content- field."""
    position = part.begin
    for _ in range(100):
        found = raw.find(b"--", position, part.end)
        if found < 0:
            return b""
        stop = raw.find(b"\n", found, part.end)
        if stop < 0:
            return b""
        at_start = found == part.begin or raw[found - 1] in b"\r\n"
        if at_start and raw[stop + 1 : stop + 9].lower() == b"content-":
            return raw[found + 2 : min(stop, found + 300)].rstrip()
        position = stop
    return b""
