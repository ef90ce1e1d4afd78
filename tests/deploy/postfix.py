"""A real Postfix for as long as a test lasts: the outgoing server of a house, and the provider of its customers.

It takes every mail from this machine. Ours go on to Kulanz, those of the customers into mail folders, and a customer
whom it does not know is told to the sender by a bounce of its own making.
"""

from __future__ import annotations

import os
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from scripts import machine, postgresql

# It wants a user and a group of its own that nothing else uses; these stand unused on every Debian.
_OWNER, _GROUP = "uucp", "news"
_MAIN = """
compatibility_level = 3.6
myhostname = mx.kunde.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
smtputf8_enable = yes
virtual_mailbox_domains = {customers}
virtual_mailbox_maps = texthash:{folder}/etc/mailboxes
virtual_mailbox_base = {folder}/mail
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
transport_maps = texthash:{folder}/etc/transport
smtp_dns_support_level = disabled
smtp_host_lookup = native
smtp_tls_security_level = may
alias_maps =
mail_owner = {owner}
setgid_group = {group}
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = {programs}/usr/sbin
daemon_directory = {programs}/usr/lib/postfix/sbin
meta_directory = {folder}/etc
shlib_directory = {programs}/usr/lib/postfix
import_environment = MAIL_CONFIG TZ LD_LIBRARY_PATH
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
smtp unix - - n - - smtp
relay unix - - n - - smtp
virtual unix - n n - - virtual
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
_QUEUES = "incoming active deferred bounce defer trace corrupt hold flush saved private public maildrop pid"


class Postfix:
    """A running Postfix. ``url`` is an outgoing server; ``hand_in`` writes as a customer; ``mails`` reads theirs."""

    def __init__(self, *, customers: tuple[str, ...]) -> None:
        """``customers`` are the addresses that it knows."""
        programs = machine.postfix()
        assert programs is not None
        self.folder, self.port = Path(tempfile.mkdtemp(prefix="kulanz-postfix-")), postgresql.free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.folder.chmod(0o755)
        (self.folder / "etc").mkdir()
        (self.folder / "mail").mkdir()
        shutil.chown(self.folder / "mail", "nobody", "nogroup")
        self._configure(programs, customers)
        self._make_queues()
        surroundings = {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": f"{programs}/usr/lib/postfix"}
        self._process = subprocess.Popen(
            [f"{programs}/usr/lib/postfix/sbin/master", "-c", str(self.folder / "etc"), "-d"],
            env={**surroundings, "MAIL_CONFIG": str(self.folder / "etc")},
        )
        self._wait()

    def route(self, ours: dict[str, int]) -> None:
        """Send mails for domains of the house on to the port of its listener."""
        lines = (f"{domain} smtp:[127.0.0.1]:{port}\n" for domain, port in ours.items())
        (self.folder / "etc" / "transport").write_text("".join(lines), encoding="utf-8")
        self._process.send_signal(signal.SIGHUP)

    def hand_in(self, *mails: EmailMessage, options: tuple[str, ...] = ()) -> None:
        """Give mails to the server as their writer's program does."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as client:
            for mail in mails:
                client.send_message(mail, mail_options=options)

    def mails(self, address: str) -> list[EmailMessage]:
        """Return what lies in a customer's mail folder, oldest first."""
        files = sorted((self.folder / "mail" / address / "new").glob("*"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]  # type: ignore[misc]

    def log(self) -> str:
        """Return what it wrote about its work."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def stop(self) -> None:
        """End it and remove what it stored."""
        self._process.terminate()
        self._process.wait(timeout=30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _configure(self, programs: Path, customers: tuple[str, ...]) -> None:
        nobody = (self.folder / "mail").stat()
        main = _MAIN.format(
            folder=self.folder,
            programs=str(programs).rstrip("/"),
            customers=" ".join(sorted({each.rpartition("@")[2] for each in customers})),
            uid=nobody.st_uid,
            gid=nobody.st_gid,
            owner=_OWNER,
            group=_GROUP,
        )
        for name, words in {
            "main.cf": main,
            "master.cf": _MASTER.format(port=self.port),
            "mailboxes": "".join(f"{address} {address}/\n" for address in customers),
            "transport": "",
        }.items():
            (self.folder / "etc" / name).write_text(words, encoding="utf-8")

    def _make_queues(self) -> None:
        (self.folder / "queue").mkdir()
        (self.folder / "data").mkdir()
        shutil.chown(self.folder / "data", _OWNER)
        for name in _QUEUES.split():
            place = self.folder / "queue" / name
            place.mkdir()
            if name != "pid":
                shutil.chown(place, _OWNER, _GROUP if name in {"maildrop", "public"} else None)

    def _wait(self) -> None:
        for _attempt in range(400):
            if self._process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"Postfix did not start: {self.log() if (self.folder / 'log').exists() else 'no log'}")
