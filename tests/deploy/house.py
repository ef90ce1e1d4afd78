"""A house made as docs/deploy says: its unit files give the commands, one file the settings, nginx stands before it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from scripts import machine, postgresql

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "docs" / "deploy"
NAME, PASSWORD = "service.example.org", "licht-und-schatten"
ROLES = ("web", "mail", "work")

# What administrators do on the pages of the office: a person who answers, and an address for each brand.
_SET_UP = """
from kulanz.channels.models import Channel, Mailbox
from kulanz.people.models import Brand, Team, User
team = Team.objects.create(name="Service")
User.objects.create_user("mara@lampe.example", {password!r}, name="Mara Lindner", is_lead=True, undo_seconds=0)
for prefix, address in {addresses!r}.items():
    brand = Brand.objects.create(name=prefix, prefix=prefix, sender_name=prefix, sender_address=address)
    channel = Channel.objects.create(kind="email", name=prefix, brand=brand, team=team)
    Mailbox.objects.create(channel=channel, address=address)
"""
_ANSWER = """
from kulanz.cases.actions import send_reply
from kulanz.cases.models import Case
from kulanz.people.actors import actor_for
from kulanz.people.models import User
case = Case.objects.get(subject={subject!r})
send_reply(case_id=case.pk, by=actor_for(User.objects.get(email="mara@lampe.example")), text={text!r})
"""


class House:
    """One place with settings and database. ``start`` runs its services, ``kulanz`` a command as the operator does."""

    def __init__(self, folder: Path, database: str, smtp_out: str) -> None:
        self.folder, self.data = folder, folder / "data"
        self.data.mkdir(parents=True, mode=0o700)
        self.web, self.smtp, self.tls = (postgresql.free_port() for _ in range(3))
        self.url = f"https://127.0.0.1:{self.tls}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._services = ROLES if database else ("serve",)
        self._surroundings = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("KULANZ_", "DJANGO_"))},
            "PYTHONPATH": str(ROOT / "src"),
            "LANG": "C.UTF-8",
        }
        self._surroundings.pop("DATABASE_URL", None)
        settings = {
            "KULANZ_DATA": self.data,
            "KULANZ_URL": self.url,
            "KULANZ_WEB": f"127.0.0.1:{self.web}",
            "KULANZ_SMTP": f"127.0.0.1:{self.smtp}",
            "KULANZ_SMTP_OUT": smtp_out,
            "KULANZ_FROM": "hilfe@lampe.example",
            **({"DATABASE_URL": database} if database else {}),
        }
        self._settings = folder / "kulanz.env"
        self._settings.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), "utf-8")

    def kulanz(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command with the settings of the services."""
        command = [sys.executable, "-m", "kulanz", "--env", str(self._settings), *words]
        return self._run(command, **more)

    def furnish(self, addresses: dict[str, str]) -> None:
        """Make the database, an administrator, and one brand for each address."""
        for words in (("migrate",), ("create-admin", "chefin@lampe.example", "Karla"), self._code(_SET_UP, addresses)):
            done = self.kulanz(*words, KULANZ_ADMIN_PASSWORD=PASSWORD)
            assert done.returncode == 0, done.stderr

    def answer(self, subject: str, text: str) -> None:
        """Answer a case as Mara does at her desk."""
        done = self.kulanz("manage", "shell", "-v", "0", "-c", _ANSWER.format(subject=subject, text=text))
        assert done.returncode == 0, done.stderr

    def look(self, expression: str) -> str:
        """Return what a line of Python says about the letters (``Mail``) and messages (``Message``) of the house."""
        names = "from kulanz.channels.models import Outgoing as Mail; from kulanz.cases.models import Message"
        return self.kulanz("manage", "shell", "-v", "0", "-c", f"{names}; print({expression})").stdout.strip()

    def start(self, *roles: str) -> None:
        """Start the services by the lines of their units, all or some."""
        for role in roles or self._services:
            unit = "kulanz.service" if role == "serve" else "kulanz@.service"
            command = self._as_here(line_of(unit, "ExecStart").replace("%i", role))
            self.running[role] = subprocess.Popen(command, env=self._surroundings, cwd=self.data)

    def stop(self, *roles: str) -> None:
        """End services as systemd does."""
        ending = [self.running.pop(role) for role in roles or list(self.running)]
        for process in ending:
            process.terminate()
        assert [process.wait(timeout=30) for process in ending] == [0] * len(ending)

    def backup(self) -> Path:
        """Run the nightly unit, and return the file that it wrote."""
        (self.folder / "backups").mkdir()
        done = self._run(self._as_here(line_of("kulanz-backup.service", "ExecStart")))
        assert done.returncode == 0, done.stderr
        return next((self.folder / "backups").glob("kulanz-*.tar.gz"))

    def _as_here(self, line: str) -> list[str]:
        line = line.replace("/opt/kulanz/.venv/bin/kulanz", f"{sys.executable} -m kulanz")
        line = line.replace("/etc/kulanz.env", str(self._settings))
        line = line.replace("/var/backups/kulanz", str(self.folder / "backups"))
        return shlex.split(line.replace("$$", "$").replace("%%", "%"))

    def _run(self, command: list[str], **more: str) -> subprocess.CompletedProcess[str]:
        surroundings = {**self._surroundings, **more}
        return subprocess.run(command, env=surroundings, cwd=self.data, capture_output=True, text=True, timeout=120)

    def _code(self, code: str, addresses: dict[str, str]) -> tuple[str, ...]:
        return ("manage", "shell", "-v", "0", "-c", code.format(addresses=addresses, password=PASSWORD))


class Proxy:
    """nginx with the file of docs/deploy, on ports and a certificate of its own."""

    def __init__(self, folder: Path, house: House, certificate: tuple[Path, Path]) -> None:
        program = machine.nginx()
        assert program is not None
        site = re.sub(r".*\[::\].*\n", "", (DEPLOY / "nginx.conf").read_text("utf-8"))
        changes = {
            "listen 80;": f"listen 127.0.0.1:{postgresql.free_port()};",
            "listen 443 ": f"listen 127.0.0.1:{house.tls} ",
            f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(certificate[0]),
            f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(certificate[1]),
            "127.0.0.1:8000": f"127.0.0.1:{house.web}",
        }
        for there, here in changes.items():
            assert there in site
            site = site.replace(there, here)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
        configuration = folder / "nginx.conf"
        configuration.write_text(
            f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
            f"http {{\naccess_log off;\n{temporary}{site}}}\n",
            "utf-8",
        )
        self._process = subprocess.Popen([program, "-p", str(folder), "-c", str(configuration)])

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(timeout=30)


def line_of(unit: str, name: str) -> str:
    """Return the value of a line in one of the unit files."""
    lines = (DEPLOY / unit).read_text("utf-8").splitlines()
    return next(line.removeprefix(f"{name}=") for line in lines if line.startswith(f"{name}="))
