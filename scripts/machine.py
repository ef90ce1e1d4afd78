"""See to the programs that tests need beside Python: PostgreSQL, Chromium, Dovecot, Courier, Postfix, nginx.

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


# Chromium without the parts for windows comes first: the same engine of the same build for six tenths of the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """Return the path of Chromium, or ``None``."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def dovecot() -> str | None:
    """Return the path of Dovecot's server, or ``None``."""
    return shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


# Debian lets only one IMAP and one mail server be installed: others are unpacked beside them, with what they need.
CACHE = Path(__file__).resolve().parent.parent / ".cache"
COURIER, POSTFIX, NGINX = CACHE / "courier", CACHE / "postfix", CACHE / "nginx"
UNPACKED = (
    ("Courier's IMAP server", COURIER, "usr/bin/imapd", (
        "courier-imap", "courier-authlib", "libcourier-unicode4", "libgamin0", "libgdbm6", "libidn12", "libltdl7",
    )),
    ("Postfix", POSTFIX, "usr/lib/postfix/sbin/master", ("postfix",)),
    ("nginx", NGINX, "usr/sbin/nginx", ("nginx",)),
)  # fmt: skip


def courier() -> Path | None:
    """Return the folder into which Courier's IMAP server was unpacked, or ``None``."""
    return COURIER if (COURIER / "usr/bin/imapd").is_file() else None


def postfix() -> Path | None:
    """Return the folder in which Postfix lies, installed or unpacked, or ``None``."""
    places = (place for place in (Path("/"), POSTFIX) if (place / "usr/lib/postfix/sbin/master").is_file())
    return next(places, None)


def nginx() -> str | None:
    """Return the path of nginx, installed or unpacked, or ``None``."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:{NGINX / 'usr/sbin'}")


def unpack(name: str, place: Path, packages: tuple[str, ...]) -> bool:
    """Fetch a program and its libraries from Debian and unpack them, without installing anything."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        print(f"{name} is not here: the tests that want it are left out.")
        return True
    print(f"Unpacking {name} ...", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        quiet = {"cwd": folder, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        for attempt in ([], ["apt-get", "update", "-qq"]):
            if attempt and os.geteuid() == 0:
                subprocess.run(attempt, check=False, **quiet)
            done = subprocess.run(["apt-get", "download", "-qq", *packages], check=False, **quiet)
            if done.returncode == 0:
                break
        place.mkdir(parents=True, exist_ok=True)
        for package in sorted(Path(folder).glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", str(package), str(place)], check=True)
    return done.returncode == 0


# what it is for people, how to find it, Debian's package
NEEDED = (
    ("PostgreSQL 15", postgresql_folder, "postgresql"),
    ("Chromium", browser, BROWSERS[0]),
    ("Dovecot", dovecot, "dovecot-imapd"),
)


def main() -> None:
    """Install what is missing, or say in one sentence what is."""
    for name, place, program, packages in UNPACKED:
        if (place / program).is_file() or unpack(name, place, packages):
            continue
        if place == COURIER:
            sys.exit(f"The tests need {name}, which could not be fetched (package {packages[0]}).")
        print(f"{name} could not be fetched: the long tests that want it are left out.")
    if not shutil.which(BROWSERS[0]) and shutil.which("apt-get") and os.geteuid() == 0:
        fetched([BROWSERS[0]])
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
    """Install Debian packages, or end with what to do."""
    wish = " ".join(packages)
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(f"{why}: please install {wish} (on Debian: sudo apt-get install {wish}).")
    if not fetched(packages):
        sys.exit(f"{why}, and apt-get could not install {wish}.")


def fetched(packages: tuple[str, ...] | list[str]) -> bool:
    """Install Debian packages, without questions and without starting their services; whether that went well."""
    print(f"Installing {' '.join(packages)} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    options = ["-qq", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", *options, *packages]):
        done = subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


if __name__ == "__main__":
    main()
