"""``python -m bench``: everything, as JSON. ``SIZE`` is the largest number of cases (default 100000)."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from . import coach, limits, pages, reading


def main() -> None:
    """Measure the limits, the pages at each size, mail in, and the reading of mails and letters."""
    largest = int(os.environ.get("SIZE", "100000"))
    sizes = [size for size in (1_000, 100_000, 1_000_000) if size < largest] + [largest]
    result: dict[str, Any] = {
        "limits": {
            "durable_commit_ms": limits.durable_commit(),
            "bare_parse_cpu_ms": limits.bare_parse(),
            "bare_page": limits.bare_page(largest),
        },
        "desk": [pages.desk(size, with_mail=size == sizes[0]) for size in sizes],
        "reading": reading.everything(),
        "coach": coach.everything(),
    }
    result["goals"] = goals(result)
    json.dump(result, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


def goals(result: dict[str, Any]) -> dict[str, Any]:
    """Return the figures that have a goal, beside it."""
    bare = result["limits"]["bare_page"]["one_client"]["cpu_ms"]
    least, most = result["desk"][0], result["desk"][-1]
    mail = sorted(result["desk"][0]["mail"], key=lambda run: run["cpu_ms_per_mail"])[1]
    return {
        "list_to_bare_cpu (goal 3)": round(most["list"]["one_client"]["cpu_ms"] / bare, 2),
        "case_to_bare_cpu (goal 5)": round(most["case"]["one_client"]["cpu_ms"] / bare, 2),
        "reply_to_bare_cpu (goal 3)": round(most["reply"]["cpu_ms"] / bare, 2),
        "list_growth_cpu (goal 1.2 from 100,000 to 1,000,000)": round(
            most["list"]["one_client"]["cpu_ms"]
            / result["desk"][-2 if len(result["desk"]) > 1 else -1]["list"]["one_client"]["cpu_ms"],
            2,
        ),
        "list_bytes (goal 57000)": most["list"]["one_client"]["bytes"],
        "mail_cpu_ms (goal 2.8)": mail["cpu_ms_per_mail"],
        "mails_per_second (goal 350)": mail["visible_per_second"],
        "page_p95_ms_meanwhile (goal 80)": mail["pages_meanwhile_ms"]["p95"],
        "memory_mb_idle (goal 100)": most["memory_mb_idle"],
        "memory_mb_under_load (goal 160)": mail["memory_mb_under_load"],
        "cold_start_s (goal 1)": least["cold_start_s"],
    }


if __name__ == "__main__":
    main()
