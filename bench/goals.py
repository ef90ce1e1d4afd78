"""The figures that have a goal, beside it. Where the goals come from: docs/performance.md."""

from __future__ import annotations

from statistics import median
from typing import Any


def table(result: dict[str, Any]) -> dict[str, Any]:
    """Return each goal with what was measured, at the largest size, and whether it is met."""
    most, start = result["desk"][-1], result["cold_start"]
    mail = {name: median(run[name] for run in most["mail"]) for name in ("cpu_ms_per_mail", "visible_per_second")}
    rows = {
        "list, times the CPU of the bare page": (most["list"]["cpu_to_bare"], 3),
        "case page, times the CPU of the bare page": (most["case"]["cpu_to_bare"], 5),
        "reply, times the CPU of the bare page": (most["reply"]["cpu_to_bare"], 3),
        "list, bytes": (most["list"]["bytes"], 57_000),
        "mail to case, CPU ms": (mail["cpu_ms_per_mail"], 2.8),
        "list p95 ms while mails arrive": (median(run["pages_meanwhile_ms"]["p95"] for run in most["mail"]), 80),
        "memory idle, MB": (most["memory_mb_idle"], 100),
        "memory under load, MB": (max(run["memory_mb_under_load"] for run in most["mail"]), 160),
        "cold start, seconds": (start["wall_s"]["median"], 1),
        "reading a mail ten times the size, over ten times the CPU": (
            max(shape["growth"] for shape in result["growth_of_reading"]["shapes"].values()),
            1.3,
        ),
        "a text ten times the size at the desk, over ten times the CPU": (
            max(step["growth"] for steps in result["long_texts"]["shapes"].values() for step in steps.values()),
            1.3,
        ),
        "memory after 200 long letters, times that before": (
            result["long_texts"]["memory_after_long_letters"]["times"],
            1.2,
        ),
        **_growth(result.get("growth")),
    }
    table = {name: {"measured": value, "at_most": goal, "met": value <= goal} for name, (value, goal) in rows.items()}
    speed = mail["visible_per_second"]
    return {**table, "mails per second to a visible case": {"measured": speed, "at_least": 350, "met": speed >= 350}}


def _growth(growth: dict[str, Any] | None) -> dict[str, tuple[float, float]]:
    """Return how much more the largest size costs than the one before, measured in turns."""
    if growth is None:
        return {}
    sizes = f"{growth['to_cases']:,} to {growth['from_cases']:,} cases"
    return {f"{page}, CPU at {sizes}": (growth[page], 1.2) for page in ("list", "case")}
