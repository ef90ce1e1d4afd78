"""Reading settings from the environment and an optional ``.env`` file beside the process.

The table of all settings is docs/settings.md; a test holds it and this module together.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST_NUMBER = 15  # digits


class SettingError(ValueError):
    """A setting has a value that cannot be used. The message names the setting and says what would be right."""


def load_env_file(path: Path, *, must_exist: bool = False) -> None:
    """Put the ``NAME=value`` lines of ``path`` into the environment; what is set there already wins.

    Raises ``SettingError`` where it ``must_exist`` and does not, or where it cannot be read.
    """
    if not must_exist and not os.access(path, os.R_OK):
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingError(f"{path}: the settings cannot be read ({getattr(problem, 'strerror', problem)}).") from None
    for line in lines:
        name, separator, value = line.strip().partition("=")
        if separator and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    """Return the setting ``name``, or ``default`` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """Return the yes/no setting ``name``. Raises ``SettingError`` for anything else."""
    value = text(name).lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    if value:
        raise SettingError(f"{name}={value!r}: use yes or no.")
    return default


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return the whole number ``name``, at least ``least``. Raises ``SettingError`` otherwise."""
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdecimal()) or len(value) > LONGEST_NUMBER or int(value) < least:
        raise SettingError(f"{name}={value!r}: use a whole number from {least}.")
    return int(value)


def host_port(name: str, default: str) -> tuple[str, int]:
    """Return the ``host:port`` setting ``name``. IPv6 hosts stand in brackets."""
    value = text(name, default)
    try:
        parts = urlsplit(f"//{value}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or port is None:
        raise SettingError(f"{name}={value!r}: use host:port, for example {default}.")
    return host, port


def server_url(name: str, schemes: tuple[str, ...]) -> str:
    """Return the address ``name`` without a slash at its end, or "". Raises ``SettingError`` if it names no server."""
    value = text(name).rstrip("/")
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool((parts.hostname or "").encode("idna")) and parts.port != 0
    except ValueError:  # a port that is no number, a name that no name server can have
        usable = False
    if not usable or not value.isprintable() or " " in value:
        # The value may hold a password: the sentence does not repeat it.
        raise SettingError(f"{name}: use {' or '.join(f'{scheme}://host' for scheme in schemes)}.")
    return value


def host_of(url: str) -> str:
    """Return the host of ``url`` as it stands in a Host field: IPv6 in brackets."""
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host


def is_this_machine(url: str) -> bool:
    """Say whether ``url`` leads to the very machine that opens it, so that no stranger can."""
    host = urlsplit(url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def data_place(name: str = "KULANZ_DATA") -> Path:
    """Return where database, raw mail, attachments and secret key lie, whether that folder exists or not."""
    return Path(text(name, "data")).expanduser().resolve()


def data_folder(name: str = "KULANZ_DATA") -> Path:
    """Return the same folder; created, for this user only. Raises ``SettingError`` where it cannot be."""
    folder = data_place(name)
    with _in_data(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def _in_data(place: Path) -> Iterator[None]:
    """Say in one sentence what keeps us from the data: mostly they belong to the user of the service."""
    try:
        yield
    except OSError as problem:
        raise SettingError(f"KULANZ_DATA: {place} cannot be used ({problem.strerror}). Is it this user's?") from None


def quarantine_mark(folder: Path) -> Path:
    """Return the file that, where it exists, keeps an installation from speaking to the world: a copy for trials."""
    return folder / "quarantine"


def secret_key(folder: Path) -> str:
    """Return the signing key: KULANZ_SECRET_KEY, else ``secret.key`` in ``folder``, made at the first start.

    Raises ``SettingError`` where it is damaged or cannot be read or made.
    """
    if given := text("KULANZ_SECRET_KEY"):
        return given
    path = folder / "secret.key"
    with _in_data(path):
        if not path.exists():
            _make_key(path)
        return _written_key(path)


def _make_key(path: Path) -> None:
    """Write a new key. Of two processes starting together one wins, and neither ever sees half a key."""
    handle, complete = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # for its owner alone: 0600
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link, unlike a renaming, fails where another process was faster.
        with contextlib.suppress(FileExistsError):
            os.link(complete, path)
    finally:
        Path(complete).unlink()


def _written_key(path: Path) -> str:
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 40:
        raise SettingError(
            f"{path.name} in KULANZ_DATA is damaged: remove it (all sign-ins and links end) or restore it."
        )
    return key


def database(folder: Path) -> dict[str, Any]:
    """Return Django's settings for DATABASE_URL: ``sqlite:///path`` or ``postgresql://user:password@host:port/name``."""
    url = text("DATABASE_URL")
    if not url or url.startswith("sqlite:"):
        return _sqlite(Path(url.removeprefix("sqlite:///")) if url else folder / "kulanz.sqlite3")
    if not _names_postgresql(url):
        raise SettingError("DATABASE_URL: use sqlite:///path or postgresql://user:password@host:port/name.")
    return _postgresql(url)


def _names_postgresql(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"postgres", "postgresql"} and bool(parts.path.strip("/")) and parts.port != 0
    except ValueError:  # a port that is no number
        return False


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # Threads of one process keep their connection; opening one costs more than a list page's queries.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: a transaction that reads first and writes later would fail with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: with WAL's usual NORMAL a power cut could take back a mail whose sender has heard 250.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;"
            ),
        },
        "TEST": {"NAME": None},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    # With a pool Django wants CONN_MAX_AGE 0: the pool keeps the connections, not the threads.
    options["pool"] = {"min_size": 1, "max_size": number("KULANZ_DB_POOL", 12, least=1), "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        # After a restart of the database every pooled connection is dead: each is tried before a page gets it.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
