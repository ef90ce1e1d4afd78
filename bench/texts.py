"""What long texts cost at the desk: ``python -m bench.texts`` prints it as JSON (about ten minutes).

Each shape at 10 KB, 100 KB and 1 MB goes the way of a letter: it arrives, is read ahead, is shown at the desk and to
its customer, is looked at by the coach as a draft and goes out as an answer. Then two hundred long letters go the
same way, and the memory of the process before and after them is told.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from .letters import letter
from .measure import memory_mb
from .server import ROOT, environment
from .text_shapes import SHAPES

SIZES = (10_000, 100_000, 1_000_000)
LETTERS = 200
MOST = 1.3
# Below this the clock, the database and the rest of the page outweigh the text.
_MEASURABLE_MS = 25.0
_AS_JSON = {"Accept": "application/json"}


def everything(*options: str) -> dict[str, Any]:
    """Measure in a new installation and a process of its own."""
    with tempfile.TemporaryDirectory(prefix="kulanz-bench-") as folder:
        command = [sys.executable, "-m", "bench.texts", *options]
        done = subprocess.run(command, env=environment(Path(folder)), cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout))


def main() -> None:
    """Measure in the installation that the environment names, or in a new one, and print everything."""
    parser = argparse.ArgumentParser(prog="python -m bench.texts", description=__doc__)
    parser.add_argument("--only", choices=SHAPES, default=None, metavar="SHAPE")
    parser.add_argument("--up-to", type=int, default=max(SIZES), metavar="BYTES", help="leave longer texts out")
    parser.add_argument("--letters", type=int, default=LETTERS)
    chosen = parser.parse_args()
    result = _here(chosen) if "KULANZ_DATA" in os.environ else everything(*sys.argv[1:])
    json.dump(result, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


def _here(chosen: argparse.Namespace) -> dict[str, Any]:
    way = _Way()
    sizes = [size for size in SIZES if size <= chosen.up_to]
    shapes = {name: _measure(way, shape, sizes) for name, shape in SHAPES.items() if chosen.only in (None, name)}
    return {
        "sizes": sizes,
        "shapes": shapes,
        "too_fast": sorted(f"{name}: {step}" for name, steps in shapes.items() for step in _too_fast(steps)),
        "memory_after_long_letters": _memory(way, chosen.letters),
    }


def _measure(way: _Way, shape: Callable[[int], str], sizes: list[int]) -> dict[str, dict[str, Any]]:
    runs = [way.go(shape(size)) for size in sizes]
    steps = {step: [run[step] for run in runs] for step in runs[0]}
    return {step: {"cpu_ms": [round(each, 1) for each in ms], "growth": _growth(ms)} for step, ms in steps.items()}


def _growth(cpu_ms: list[float]) -> float:
    times = (later / max(before, _MEASURABLE_MS) / 10 for before, later in pairwise(cpu_ms))
    return round(max(times, default=0.0), 2)  # one size alone has not grown


def _too_fast(steps: dict[str, dict[str, Any]]) -> list[str]:
    return [step for step, found in steps.items() if found["growth"] > MOST]


def _memory(way: _Way, letters: int) -> dict[str, float]:
    """Letters of 500 words, each other words: what is remembered of them must not stay."""
    for number in range(20):
        way.go(letter(number))
    gc.collect()
    before = memory_mb(os.getpid())
    for number in range(20, 20 + letters):
        way.go(letter(number))
    gc.collect()
    after = memory_mb(os.getpid())
    return {"before_mb": round(before, 1), "after_mb": round(after, 1), "times": round(after / before, 3)}


class _Way:
    """A house of one brand and one person, and the steps of a letter in it."""

    def __init__(self) -> None:
        os.environ["DJANGO_SETTINGS_MODULE"] = "kulanz.config.settings"
        import django  # noqa: PLC0415 - needs the environment

        django.setup()
        from django.conf import settings  # noqa: PLC0415 - after setup()
        from django.core.management import call_command  # noqa: PLC0415 - after setup()
        from django.test import Client  # noqa: PLC0415 - after setup()

        from kulanz.people.models import Brand, User  # noqa: PLC0415 - after setup()

        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("migrate", verbosity=0)
        self._brand = Brand.objects.create(
            name="Bench", prefix="BN", sender_name="Bench", sender_address="hilfe@bench.example"
        )
        self._person = User.objects.create(email="bea@bench.example", name="Bea Bench", is_lead=True, undo_seconds=0)
        self._desk, self._portal = Client(), Client()
        self._desk.force_login(self._person, backend="kulanz.people.backend.PersonBackend")

    def go(self, text: str) -> dict[str, float]:
        """Take a text the whole way and return the CPU ms of each step."""
        from kulanz.cases import actions  # noqa: PLC0415 - after setup()
        from kulanz.cases.arrival import Arrival  # noqa: PLC0415 - after setup()
        from kulanz.coach.actions import read_letter  # noqa: PLC0415 - after setup()
        from kulanz.core.clock import now  # noqa: PLC0415 - after setup()
        from kulanz.events import worker  # noqa: PLC0415 - after setup()
        from kulanz.people.actors import actor_for  # noqa: PLC0415 - after setup()

        arrival = Arrival(
            channel="email", brand_id=self._brand.pk, sender_address="ina@post.example", sender_name="Ina",
            subject="Lampe", text=text, at=now(),
        )  # fmt: skip
        took: dict[str, float] = {}
        came = _timed(took, "arrives", lambda: actions.receive_messages([arrival])[0])
        _timed(took, "read ahead", lambda: read_letter(message_id=came.message_id))
        desk, page = f"/cases/{came.case_number}/", self._page_of(came.case_id)
        _timed(took, "desk", lambda: _right(self._desk.get(desk)))
        _timed(took, "coach", lambda: _right(self._desk.post(f"{desk}review/", {"text": text}, headers=_AS_JSON)))
        _timed(took, "customer's page", lambda: _right(self._portal.get(page)))
        worker.run_due()  # what arriving has left to do
        answer = {"case_id": came.case_id, "by": actor_for(self._person), "text": text}
        _timed(took, "answer", lambda: actions.send_reply(**answer, gaps_are_meant=True, stops_are_known=True))
        _timed(took, "mail out", worker.run_due)
        return took

    def _page_of(self, case_id: int) -> str:
        from kulanz.cases import actions, queries  # noqa: PLC0415 - after setup()
        from kulanz.cases.models import Case  # noqa: PLC0415 - after setup()

        link = actions.create_link(case_id=case_id, customer_id=Case.objects.get(pk=case_id).customer_id)
        return f"/c/{queries.link_token(link)}/"


def _timed(took: dict[str, float], step: str, do: Callable[[], Any]) -> Any:
    gc.collect()
    began = time.process_time()
    result = do()
    took[step] = 1000 * (time.process_time() - began)
    return result


def _right(answer: Any) -> None:
    if answer.status_code != 200:
        raise AssertionError(f"{answer.request['PATH_INFO']} answered {answer.status_code}")


if __name__ == "__main__":
    main()
