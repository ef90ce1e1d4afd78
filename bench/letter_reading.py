"""Reading a customer's letter of 500 words with everything tonfall sees in it. The goal is 20 ms."""

from __future__ import annotations

import subprocess
import sys
import time

from .measure import repeated

_PARAGRAPH = (
    "Am {day}.03.2025 habe ich bei Ihnen einen Wasserkocher bestellt (Bestellnummer 55-{day}00, 49,90 €). "
    "Seit drei Wochen warte ich nun schon, und auf meine zweite Mail hat niemand geantwortet. Das enttäuscht mich. "
    "Können Sie mir bitte sagen, wann das Gerät kommt und ob ich die Adresse noch ändern kann? "
    "Sonst möchte ich mein Geld zurück. Sie erreichen mich unter 0711/1234{day}.\n\n"
)


def letter(number: int) -> str:
    """Return a letter of about 500 words; another ``number`` makes another letter, so that nothing is remembered."""
    return "Guten Tag,\n\n" + "".join(_PARAGRAPH.format(day=day) for day in range(10, 19)) + f"Zeichen {number}"


def letters() -> dict[str, float]:
    """Return the CPU ms of ``tonfall.read_message`` for one letter, over repeats of twenty."""
    from tonfall import read_message  # noqa: PLC0415 - needs the path that the runner sets

    read_message(letter(0))
    numbers = iter(range(1, 1_000_000))

    def once() -> float:
        began = time.process_time()
        for _ in range(20):
            read_message(letter(next(numbers)))
        return 1000 * (time.process_time() - began) / 20

    return repeated(once)


_IMPORTING = "import time; began = time.process_time(); import tonfall; print(time.process_time() - began)"


def importing() -> dict[str, float]:
    """Return the CPU ms of ``import tonfall`` in a fresh interpreter (goal 150), compiled files at hand."""
    from tonfall import __file__ as place  # noqa: PLC0415 - needs the path that the runner sets

    def once() -> float:
        source = place.rpartition("/tonfall/")[0]
        code = f"import sys; sys.path.insert(0, {source!r}); {_IMPORTING}"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        return 1000 * float(done.stdout)

    return repeated(once)
