"""A second kind of IMAP server: Courier. Its front door is ours, because Debian's wants accounts of the machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
from collections import deque
from contextlib import suppress
from pathlib import Path

from imap_tools import BaseMailBox, MailBoxUnencrypted
from scripts import machine

from tests.dovecot import PASSWORD, USER

_LOGIN = re.compile(rb'(\S+) LOGIN "?([^" ]+)"? (?:"?([^"\r\n{]+)"?|\{(\d+)\})\s*$', re.IGNORECASE)
PASSWORDS = (PASSWORD.encode(), "geheim-größe".encode())
_CAPABILITY = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE IDLE"
_TAG = b"KULANZ-WAITS"
READY = 6  # processes that wait for somebody to sign in: each looks for a second for a watcher of files, in vain


def _libraries() -> list[Path]:
    """Where the libraries lie that were unpacked with it."""
    return [*(machine.COURIER / "usr/lib").glob("*-linux-gnu"), machine.COURIER / "usr/lib"]


class Courier:
    """Courier's imapd over a mail folder of its own, reached on a free port."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kulanz-courier-"))
        for each in ("cur", "new", "tmp"):
            (self.folder / "Maildir" / each).mkdir(parents=True)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._ready: deque[socket.socket] = deque()
        for _ in range(READY):
            self._begin()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._welcome, daemon=True).start()

    def deliver(self, *mails: bytes) -> None:
        """Put mails into the INBOX."""
        with self.box() as box:
            for mail in mails:
                box.append(mail, "INBOX")

    def box(self) -> BaseMailBox:
        """Sign in as the mailbox's owner."""
        return MailBoxUnencrypted("127.0.0.1", self.port, timeout=20).login(USER, PASSWORD)

    def stop(self) -> None:
        """End it and remove what it stored."""
        self._door.close()
        for socket_ in self._ready:
            socket_.close()
        for process in self._processes:
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _welcome(self) -> None:
        while True:
            try:
                guest, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._let_in, args=(guest,), daemon=True).start()

    def _let_in(self, guest: socket.socket) -> None:
        """Speak until somebody has signed in, then hand the connection to imapd, as Courier's own door does."""
        with guest:
            guest.sendall(f"* OK [CAPABILITY {_CAPABILITY}] ready\r\n".encode())
            while line := self._line(guest):
                found = _LOGIN.match(line)
                tag = line.split(b" ")[0]
                if found and found[2] == USER.encode() and (found[3] or self._literal(guest, found[4])) in PASSWORDS:
                    self._hand_over(guest, tag)
                    return
                answer = b" NO [AUTHENTICATIONFAILED] no such person\r\n" if found else b" OK done\r\n"
                told = b"" if found else f"* CAPABILITY {_CAPABILITY}\r\n".encode()
                guest.sendall(told + tag + answer)

    def _literal(self, guest: socket.socket, size: bytes) -> bytes:
        guest.sendall(b"+ go on\r\n")
        word = b""
        while len(word) < int(size):
            word += guest.recv(int(size) - len(word))
        self._line(guest)
        return word

    def _line(self, guest: socket.socket) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            byte = guest.recv(1)
            if not byte:
                return b""
            line += byte
        return line

    def _hand_over(self, guest: socket.socket, tag: bytes) -> None:
        """Let a process that waits speak on, whose answer to the sign-in gets the guest's own mark."""
        imapd = self._ready.popleft()
        self._begin()
        with imapd:
            said = b""
            while not said.endswith(b"\n") or _TAG not in said:
                said += imapd.recv(1)
            guest.sendall(said.replace(_TAG, tag))
            answers = threading.Thread(target=_pass_on, args=(imapd, guest), daemon=True)
            answers.start()
            _pass_on(guest, imapd)
            answers.join()

    def _begin(self) -> None:
        """Start a process as Courier's own door does, before its guest is there."""
        ours, its = socket.socketpair()
        self._processes.append(
            subprocess.Popen(
                [machine.COURIER / "usr/bin/imapd", "Maildir"],
                stdin=its,
                stdout=its,
                stderr=subprocess.DEVNULL,
                cwd=self.folder,
                env={
                    "AUTHENTICATED": USER,
                    "IMAPLOGINTAG": _TAG.decode(),
                    "IMAP_CAPABILITY": _CAPABILITY,
                    "IMAP_KEYWORDS": "0",
                    "IMAP_USELOCKS": "0",
                    "IMAP_EMPTYTRASH": "",
                    "HOME": str(self.folder),
                    "MAILDIR": "Maildir",
                    "PROTOCOL": "IMAP",
                    "TCPREMOTEIP": "127.0.0.1",
                    "TCPREMOTEPORT": "1",
                    "TZ": "UTC",
                    "LD_LIBRARY_PATH": os.pathsep.join(map(str, _libraries())),
                },
            )
        )
        its.close()
        self._ready.append(ours)


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    """Pass on what one side says until it ends, then end the other's listening too."""
    with suppress(OSError):
        while words := one.recv(65_536):
            other.sendall(words)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)
