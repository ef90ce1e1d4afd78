"""A private PostgreSQL for one command: own folder, own free port on the loopback, gone afterwards.

Usage: postgresql.py COMMAND ... ; the command finds the server in DATABASE_URL.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import machine

# A throw-away database need not survive a power cut; durability is tested by killing processes, which these allow.
OPTIONS = (
    "-c fsync=off -c full_page_writes=off -c max_connections=120 -c shared_buffers=64MB -c listen_addresses=127.0.0.1"
)


@contextmanager
def cluster() -> Iterator[str]:
    """Run a fresh server and yield its DATABASE_URL. PostgreSQL refuses to run as root, so root lends it a user."""
    programs = machine.postgresql_folder()
    if programs is None:
        sys.exit("PostgreSQL 15 or newer is missing: run make setup.")
    folder = Path(tempfile.mkdtemp(prefix="kulanz-pg-"))
    owner = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    port = free_port()

    def call(*command: str) -> None:
        log = folder / "commands.log"
        with log.open("ab") as output:
            done = subprocess.run(command, stdout=output, stderr=output, cwd=folder, check=False, **user)
        if done.returncode:
            sys.exit(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")

    data = str(folder / "data")
    call(f"{programs}/initdb", "-D", data, "-U", "kulanz", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = f"{OPTIONS} -c port={port} -c unix_socket_directories={folder}"
    call(f"{programs}/pg_ctl", "-D", data, "-w", "-s", "-l", str(folder / "server.log"), "-o", options, "start")
    try:
        yield f"postgresql://kulanz@127.0.0.1:{port}/postgres"
    finally:
        call(f"{programs}/pg_ctl", "-D", data, "-m", "immediate", "-s", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


if __name__ == "__main__":
    with cluster() as url:
        code = subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    sys.exit(code)
