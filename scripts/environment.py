"""Make the .venv beside the code, from locked requirements. Needs Python 3.11 and nothing else.

Usage: environment.py run|dev. Does nothing where everything is already there.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

import catalogues
import machine

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".venv"
PYTHON = PLACE / "bin" / "python"

LAUNCHER = """#!{python}
import sys

from kulanz.config.cli import main

sys.exit(main())
"""


def main(which: str) -> None:
    """Prepare for running ("run") or for developing ("dev")."""
    if sys.version_info < (3, 11):
        sys.exit(f"Kulanz needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not PYTHON.exists():
        make_environment()
    install(which)
    link_source()
    catalogues.compile_all(ROOT / "src")


def make_environment() -> None:
    """Create the empty environment; Debian keeps a part of Python in a package of its own."""
    machine.need_python_venv()
    print("Making .venv ...", flush=True)
    venv.create(PLACE, with_pip=True, symlinks=True)


def install(which: str) -> None:
    """Install the locked requirements, unless these very ones are there. What "dev" installs contains "run"."""
    lock = ROOT / "requirements" / f"{which}.txt"
    stamp = PLACE / f"installed-{which}"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    print(f"Installing {lock.relative_to(ROOT)} ...", flush=True)
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", lock]
    quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    done = subprocess.run(command, env=quiet, check=False, capture_output=True, text=True)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        sys.exit(
            "\n".join(["The libraries could not be installed. Is the package registry reachable from here?", *errors])
        )
    stamp.write_text(digest, encoding="ascii")


def link_source() -> None:
    """Let the environment find the code where it lies, and give it the ``kulanz`` command. No build, no copy."""
    (packages,) = (PLACE / "lib").glob("python3*/site-packages")
    write_if_new(packages / "kulanz-source.pth", f"{ROOT / 'src'}\n")
    launcher = PLACE / "bin" / "kulanz"
    write_if_new(launcher, LAUNCHER.format(python=PYTHON))
    launcher.chmod(0o755)


def write_if_new(path: Path, text: str) -> None:
    """Write ``text`` unless it already stands there."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
