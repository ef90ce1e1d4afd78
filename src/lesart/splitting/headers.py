"""Header blocks: the 'Label: value' lines that programs put above an unmarked quoted mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .lines import Line, has_address, has_clock, has_day, is_rule
from .vocabulary import LABELS

_LABEL = re.compile(r"[*_|\s]{0,4}([^\W\d_][^:：*\n]{0,22}?)[*_]{0,2}\s?[*_]{0,2}[:：][*_]{0,2}(.*)", re.S)
_PHONE = re.compile(r"(?<![\w@.])(?:\+|00|0)[1-9](?:[ ()/-]{0,2}\d){5,}")
_MOST_LINES = 60  # a header block with a long list of recipients
_STACK_REACH = 12
_MOST_LABELS = 8


def header_block(lines: Sequence[Line], start: int) -> int:
    """Index behind the header block that starts at line ``start``, or ``start`` when there is none.

    A block counts when two labels of different roles stand in it and one of them carries what only a
    mail has (an address, a time of day), or when sender, recipient, date and subject are all there; below a drawn
    rule three of them are enough, sender and subject among them.
    """
    if not _role(lines[start]):
        return _unknown_labels(lines, start)
    end, roles, values = _gather(lines, start)
    main = roles & {"from", "date", "to", "subject"}
    if main == {"from", "date", "to", "subject"} or (
        len(main) == 3 and {"from", "subject"} < main and _below_rule(lines, start)
    ):
        return end
    if len(main) < 2 or not main & {"from", "date"}:
        return _unknown_labels(lines, start)
    stamped = any(role == "date" and (has_clock(value) or has_day(value)) for role, value in values)
    if any(role in ("from", "to") and _PHONE.search(value) and not has_address(value) for role, value in values):
        return start  # a telephone system or a fax tells of a call in the same words
    timed = any(role == "date" and has_clock(value) for role, value in values)
    addressed = any(role in ("from", "to") and has_address(value) for role, value in values)
    if (timed and (addressed or "subject" in main)) or (addressed and (stamped or len(main) >= 3)):
        return end
    return _unknown_labels(lines, start)


def _below_rule(lines: Sequence[Line], start: int) -> bool:
    return lines[start].ruled or (start > 0 and is_rule(lines[start - 1]))


def is_labelled(text: str) -> bool:
    """Does the text begin with a label of a head?"""
    return bool(_role(Line(0, 0, text, text, 0)))


def told_fields(lines: Sequence[Line], start: int) -> tuple[int, dict[str, str]]:
    """Where the label lines end that begin at line ``start``, and the first value of each role; no proof is asked."""
    if start >= len(lines) or not _role(lines[start]):
        return start, {}
    end, _roles, values = _gather(lines, start)
    return end, dict(reversed(values))


def bare_fields(lines: Sequence[Line], start: int) -> tuple[int, dict[str, str]]:
    """The same of labels without a colon, as eM Client sets them below a line that announces a mail."""
    fields: dict[str, str] = {}
    index = start
    while index < min(len(lines), start + _MOST_LABELS):
        label, _, value = lines[index].body.partition(" ")
        role = LABELS.get(label.casefold())
        if not role or not value or (role in fields and role != "other"):
            break
        fields[role] = value.strip()
        index += 1
    told = has_address(fields.get("from", "")) and len(fields) >= 3
    return (index, fields) if told else (start, {})


def _unknown_labels(lines: Sequence[Line], start: int) -> int:
    """A block in a language without known labels: 'Label: Name <address>', the time below it, more labels.

    Nobody fills in a form with an address in angle brackets, so forms are not taken for it.
    """
    first = _LABEL.match(lines[start].body)
    if not first or not has_address(first.group(2)) or not first.group(2).rstrip().endswith((">", "]")):
        return start
    values: list[str] = []
    end = index = start
    while index < len(lines) and len(values) < _MOST_LABELS and lines[index].depth == lines[start].depth:
        match = _LABEL.match(lines[index].body)
        if match:
            values.append(match.group(2))
            end = index + 1
        elif lines[index].body or index > end:
            break
        index += 1
    stamped = any(has_clock(value) and has_day(value) for value in values[1:3])
    return end if len(values) >= 3 and stamped else start


def stacked_labels(lines: Sequence[Line], start: int) -> int:
    """Index behind a header block of Lotus Notes that starts at ``start``, else ``start``.

    It has the sender's name, the time below it, and the bare labels 'An', 'Kopie', 'Thema', each above
    its value.
    """
    stamp = start if _stamped(lines[start]) else start + 1
    if stamp >= len(lines) or not _stamped(lines[stamp]) or len(lines[start].body) > 100:
        return start
    found: dict[str, int] = {}
    for index in range(stamp + 1, min(len(lines), stamp + _STACK_REACH)):
        role = LABELS.get(lines[index].body.rstrip(":").casefold())
        if role:
            found.setdefault(role, index)
    if "to" not in found or "subject" not in found:
        return start
    return min(len(lines), found["subject"] + 2)


def _stamped(line: Line) -> bool:
    return len(line.body) < 40 and line.body[:1].isdigit() and has_clock(line.body) and has_day(line.body)


def _gather(lines: Sequence[Line], start: int) -> tuple[int, set[str], list[tuple[str, str]]]:
    """Walk over label lines, their wrapped values and single blank lines between them."""
    depth = lines[start].depth
    roles: set[str] = set()
    values: list[tuple[str, str]] = []
    end = index = start
    while index < min(len(lines), start + _MOST_LINES) and lines[index].depth == depth:
        line = lines[index]
        role = _role(line)
        if role:
            roles.add(role)
            values.append((role, _value(line)))
            end = index + 1
        elif line.blank:
            if index > end or not _label_follows(lines, index, roles):
                break
        elif values and _continues(lines, index, end, values[-1][1]):
            values[-1] = (values[-1][0], values[-1][1] + " " + line.body)
            end = index + 1
        else:
            break
        index += 1
    return end, roles, values


def _continues(lines: Sequence[Line], index: int, end: int, value: str) -> bool:
    """Is line ``index`` the wrapped rest of the value above it?"""
    body = lines[index].body
    if index != end:
        return False
    if body.startswith("<") or value.endswith((",", ";")) or (not value and has_address(body)):
        return True
    if _LABEL.match(body) and len(body.split(":", 1)[0].split()) <= 2:
        return bool(_label_near(lines, index))
    return _label_near(lines, index)


def _label_near(lines: Sequence[Line], index: int) -> bool:
    return index + 1 < len(lines) and bool(_role(lines[index + 1]))


def _label_follows(lines: Sequence[Line], index: int, roles: set[str]) -> bool:
    """Is the blank line inside a block that is set with gaps (a label not seen yet comes next)?"""
    if index + 1 >= len(lines):
        return False
    role = _role(lines[index + 1])
    return bool(role) and (role not in roles or role == "other")


def _role(line: Line) -> str:
    """What the label of the line stands for, or an empty string."""
    body = line.body
    if not 0 < body.find(":") < 30 and "：" not in body[:30]:
        return ""
    match = _LABEL.match(body)
    if not match:
        return ""
    label = match.group(1).strip().casefold()
    return LABELS.get(label) or LABELS.get(label.removesuffix(" le")) or LABELS.get(label.replace(" ", "")) or ""


def _value(line: Line) -> str:
    match = _LABEL.match(line.body)
    return match.group(2).strip() if match else ""
