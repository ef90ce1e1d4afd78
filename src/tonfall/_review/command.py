"""``python -m tonfall review FILE [--context ctx.json] [--json]``: the coach on the command line."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tonfall._review.letter import Letter
from tonfall._review.model import Finding
from tonfall._review.reading import context_from
from tonfall._review.reviewing import describe, review, top_findings


def run(arguments: list[str]) -> int:
    """Review a text file and print the notes; return the exit code.

    0: no note that stops sending, 1: at least one, 2: a file could not be read. ``-`` reads standard input.
    With ``--json`` one object per note is printed, one per line, most important first.
    """
    options = _parser().parse_args(arguments)
    try:
        draft = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8")
        context = context_from(_read_context(options.context))
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"tonfall review: {problem}\n")
        return 2
    findings = review(draft, context)
    shown = findings if options.all or options.json else top_findings(findings)
    language = options.words or Letter(draft, context).language
    for finding in shown:
        entry = _as_json(finding, language) if options.json else _as_text(draft, finding, language)
        sys.stdout.write(entry + "\n")
    return 1 if any(finding.level == "stop" for finding in findings) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tonfall review", description="Advice on a draft before it is sent.")
    parser.add_argument("file", help="text file with the draft, or - for standard input")
    parser.add_argument("--context", help="JSON file with what is known about the case")
    parser.add_argument("--json", action="store_true", help="print every note as one JSON object per line")
    parser.add_argument("--all", action="store_true", help="print every note, not only the three most important")
    parser.add_argument("--words", choices=("de", "en"), help="language of the notes (default: the draft's)")
    return parser


def _read_context(path: str | None) -> dict[str, Any]:
    if path is None:
        return {}
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise ValueError("the context must be a JSON object")
    return data


def _as_json(finding: Finding, language: Any) -> str:
    note = describe(finding, language)
    suggestion = finding.suggestion
    entry = {
        "code": finding.code,
        "level": finding.level,
        "start": finding.span.start,
        "end": finding.span.end,
        "evidence": finding.evidence,
        "title": note.title,
        "reason": note.reason,
        "better": note.better,
        "suggestion": suggestion and {"text": suggestion.text, "gaps": [[g.start, g.end] for g in suggestion.gaps]},
    }
    return json.dumps(entry, ensure_ascii=False)


def _as_text(draft: str, finding: Finding, language: Any) -> str:
    note = describe(finding, language)
    line = draft.count("\n", 0, finding.span.start) + 1
    head = f"{line}: [{finding.level}] {note.title} ({finding.code})"
    seen = f"\n   » {' '.join(finding.evidence.split())}" if finding.evidence else ""
    better = f"\n   → {finding.suggestion.text}" if finding.suggestion else f"\n   → {note.better}"
    return f"{head}{seen}\n   {note.reason}{better}"
