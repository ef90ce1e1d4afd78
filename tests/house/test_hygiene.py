"""Nothing of one machine, and no secret, gets into the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Written in pieces, so that this file does not find itself.
FORBIDDEN = re.compile(
    "|".join(["/" + "work/", "/" + "root/", "/" + "home/\\w", "index-" + "url ?=", "BEGIN [A-Z ]*PRIVATE " + "KEY"])
)
LOCKED = re.compile(r"\w[\w.\[\],-]*==\S+.* \\$|    --hash=sha256:[0-9a-f]{64}")
PLAIN = {".py", ".md", ".html", ".css", ".js", ".toml", ".txt", ".yaml", ".yml", ".po", ".sh", ".cfg", ".ini", ""}


def test_no_file_knows_this_machine_or_a_secret() -> None:
    found = [
        f"{path}:{number}"
        for path in tracked()
        if path.suffix in PLAIN
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if FORBIDDEN.search(line)
    ]

    assert found == []


def test_requirements_are_locked_by_digest() -> None:
    for lock in ("run", "dev"):
        lines = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if not LOCKED.match(line)] == []


def tracked() -> list[Path]:
    """Return the files under version control, or all where there is no git (a source archive)."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.splitlines() if listed.returncode == 0 else []
    return [Path(name) for name in names if (ROOT / name).is_file()]
