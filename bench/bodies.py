"""Bodies that repeat one thing over and over: ``python -m bench.bodies`` prints how splitting each grows, as JSON."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from .growth import MOST, SIZES
from .server import ROOT

# Below this the clock and the first steps of any body outweigh the shape.
_MEASURABLE_MS = 4.0
_DATE = "Am 12.11.2026 um 09:14 schrieb Anna <anna@post.example>:\n"
_HEAD = "Von: Anna <anna@post.example>\nGesendet: Montag, 2. November 2026 09:14\nAn: uns\nBetreff: Rad\n\n"

# Each is repeated until the body is as long as it should be; most are what a rule of the splitting looks for.
PLAIN = {
    "words": "Mein Rad quietscht seit gestern. ",
    "lines": "Mein Rad quietscht.\n",
    "one long line": "wort",
    "blank lines": "\n",
    "spaces": " ",
    "spaces and a word": " " * 70 + "a\n",
    "tabs": "\t\n",
    "quote marks": ">",
    "quoted lines": "> alt\n",
    "deeper and deeper": ">> > > alt\n",
    "quotes and answers": "> alt\nneu\n",
    "quotes and blanks": "> alt\n\n\n\n\n\n",
    "quotes and rules": "> alt\n----------\n",
    "wrapped quotes": "> ein langer Satz, der genau so weit reicht, wie der Server noch\nmag.\n",
    "broken links": "> (http://rad.example/a\nb)\n> c\n",
    "bars": "| quer\n",
    "intros": _DATE,
    "intros and quotes": _DATE + "> alt\n",
    "intros on one line": _DATE.replace("\n", " "),
    "intros behind words": "Bitte nicht. " + _DATE + "> alt\n",
    "verbs": "schrieb schrieb:\n",
    "verbs on one line": "schrieb wrote: ",
    "dates": "12.11.2026 09:14\n",
    "dates on one line": "Am 12.11.2026 09:14 ",
    "openers": "Am \n",
    "addresses": "a@b\n",
    "addresses on one line": "a@b ",
    "signs of addresses": "a@",
    "half addresses": "<a@b.example\n",
    "heads": _HEAD,
    "heads on one line": _HEAD.replace("\n", " "),
    "labels": "Von: a\n",
    "labels without values": "Von:\n",
    "labels and blanks": "Von: a\n\n",
    "colons": ": ",
    "colons and lines": ":\n",
    "rules": "----------\n",
    "long rules": "_" * 380 + "\n",
    "dashes": "-",
    "dashes and words": "--a",
    "markers": "-----Ursprüngliche Nachricht-----\n",
    "forwards": "-------- Weitergeleitete Nachricht --------\n" + _HEAD,
    "ends of forwards": "----- End forwarded message -----\n",
    "nested forwards": "Schau.\n\n" + _HEAD,
    "signatures": "-- \nAnna\n",
    "app footers": "Von meinem iPhone gesendet\n",
    "app footers on one line": "gesendet mit gmx von mail ",
    "registers": "Amtsgericht Bremen HRB 12345 Geschäftsführer: Ina Falk\n",
    "registers on one line": "HRB 1 ",
    "closings": "Mit freundlichen Grüßen\n",
    "contacts": "Mit Gruß\nAnna\nTel.: 0421 99\nwww.rad.example\n",
    "telephone numbers": "+49 0 0 0 0 0 0 0 ",
    "armour": "-----BEGIN PGP SIGNED MESSAGE-----\n",
    "seals": "-----BEGIN PGP SIGNATURE-----\n",
    "labels of Notes": "An\n02.11.2026 09:14\n",
    "sentences": "A. B! C? ",
    "signs": "*_|>-=<\n",
}
PAGES = {
    "paragraphs": "<p>Mein Rad quietscht.</p>",
    "line breaks": "Mein Rad<br>",
    "divisions": "<div>a</div>",
    "open divisions": "<div>a",
    "quotes": "<blockquote type=cite>alt</blockquote>neu",
    "open quotes": "<blockquote type=cite>alt",
    "intros": '<div class="gmail_attr">Am 12.11.2026 schrieb A:</div>',
    "intros and breaks": '<div class="gmail_attr">Am<br></div>',
    "signatures": '<div class="gmail_signature">Anna</div>',
    "tails": '<div id="divRplyFwdMsg">Von: A</div>',
    "forwards": '<div class="moz-forward-container">a</div>',
    "rules": "<hr>a",
    "drawn rules": '<p style="border-top:solid 1pt">Von: a</p>',
    "hidden": '<p style="display:none">a</p>',
    "cells": "<table><tr><td>a</td></tr></table>",
    "kept lines": "<pre>a\nb</pre>",
    "long styles": f'<p style="{"color:red;" * 30}">a</p>',
    "entities": "&gt; alt<br>",
}


def everything() -> dict[str, Any]:
    """Return for each shape the CPU ms at 10 KB, 100 KB and 1 MB and how the cost grew beside the size (goal 1.3)."""
    from lesart.html_guard import is_bearable  # noqa: PLC0415 - needs the path the runner sets
    from lesart.splitting import handed_text, split_html, split_text  # noqa: PLC0415

    def page(html: str) -> object:
        return split_html(html) if is_bearable(html) else None  # as reading does

    ways: list[tuple[str, dict[str, str], Callable[[str], object]]] = [
        ("plain", PLAIN, split_text),
        ("forwarded", PLAIN, lambda text: handed_text(text, forward=True)),
        ("page", PAGES, page),
    ]
    measured = {f"{way}: {name}": _growth(shape, read) for way, shapes, read in ways for name, shape in shapes.items()}
    worst = max(measured, key=lambda name: measured[name]["growth"])
    return {
        "sizes": SIZES,
        "shapes": measured,
        "worst": {worst: measured[worst]["growth"]},
        "too_fast": sorted(name for name, found in measured.items() if found["growth"] > MOST),
    }


def body(shape: str, size: int) -> str:
    """Return a body of ``size`` characters made of one shape."""
    return "Guten Tag,\n" + (shape * (size // len(shape) + 1))[:size]


def _growth(shape: str, read: Callable[[str], object]) -> dict[str, Any]:
    costs = [_cost(body(shape, size), read) for size in SIZES]
    steps = [after / max(before, _MEASURABLE_MS) / 10 for before, after in pairwise(costs)]
    return {"cpu_ms": [round(cost, 2) for cost in costs], "growth": round(max(steps), 2)}


def _cost(text: str, read: Callable[[str], object]) -> float:
    """Return the least CPU ms of three runs: noise only adds."""
    costs = []
    gc.collect()
    for _ in range(3):
        began = time.process_time()
        read(text)
        costs.append(1000 * (time.process_time() - began))
    return min(costs)


def main() -> None:
    """Print everything."""
    sys.path.insert(0, str(ROOT / "src"))
    json.dump(everything(), sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
