"""See to the programs that tests need beside Python: PostgreSQL, Chromium, Dovecot, Courier.

Where one is missing it is installed from Debian's packages; where that is not possible, one sentence says what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path


def postgresql_folder() -> Path | None:
    """Return the folder of PostgreSQL's server programs (15 or newer), or ``None``."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions and int(versions[-1].parts[-3]) >= 15 else None


def browser() -> str | None:
    """Return the path of Chromium, or ``None``."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def dovecot() -> str | None:
    """Return the path of Dovecot's server, or ``None``."""
    return shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


# Debian lets only one IMAP server be installed, so the second one is unpacked beside it with what it needs.
COURIER = Path(__file__).resolve().parent.parent / ".cache" / "courier"
COURIER_PACKAGES = (
    "courier-imap", "courier-authlib", "libcourier-unicode4", "libgamin0", "libgdbm6", "libidn12", "libltdl7",
)  # fmt: skip


def courier() -> Path | None:
    """Return the folder into which Courier's IMAP server was unpacked, or ``None``."""
    return COURIER if (COURIER / "usr/bin/imapd").is_file() else None


def unpack_courier() -> None:
    """Fetch Courier's IMAP server and its libraries from Debian and unpack them, without installing anything."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        print("Courier's IMAP server is not here: the tests that want it are left out.")
        return
    print("Unpacking Courier ...", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        quiet = {"cwd": folder, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        for attempt in ([], ["apt-get", "update", "-qq"]):
            if attempt and os.geteuid() == 0:
                subprocess.run(attempt, check=False, **quiet)
            done = subprocess.run(["apt-get", "download", "-qq", *COURIER_PACKAGES], check=False, **quiet)
            if done.returncode == 0:
                break
        COURIER.mkdir(parents=True, exist_ok=True)
        for package in sorted(Path(folder).glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", str(package), str(COURIER)], check=True)
    if courier() is None:
        sys.exit("The tests need Courier's IMAP server, which could not be fetched (package courier-imap).")


# what it is for people, how to find it, Debian's package
NEEDED = (
    ("PostgreSQL 15", postgresql_folder, "postgresql"),
    ("Chromium", browser, "chromium"),
    ("Dovecot", dovecot, "dovecot-imapd"),
)


def main() -> None:
    """Install what is missing, or say in one sentence what is."""
    if courier() is None:
        unpack_courier()
    missing = [(name, package) for name, find, package in NEEDED if not find()]
    if not missing:
        return
    names, packages = zip(*missing, strict=True)
    install(packages, f"The tests need {' and '.join(names)}")
    if still := [name for name, find, _ in NEEDED if not find()]:
        sys.exit(f"The tests need {' and '.join(still)}, which could not be installed on this machine.")


def need_python_venv() -> None:
    """Make sure that this Python can create environments."""
    if find_spec("ensurepip") is None:
        install(["python3-venv"], "This Python cannot create environments")


def install(packages: tuple[str, ...] | list[str], why: str) -> None:
    """Install Debian packages, without questions and without starting their services."""
    wish = " ".join(packages)
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(f"{why}: please install {wish} (on Debian: sudo apt-get install {wish}).")
    print(f"Installing {wish} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    options = ["-qq", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", *options, *packages]):
        done = subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"{why}, and apt-get could not install {wish}.")


if __name__ == "__main__":
    main()
