"""A real IMAP server, started as an ordinary user on a free port, for as long as a test lasts."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from imap_tools import BaseMailBox, MailBoxUnencrypted

USER, PASSWORD = "hilfe", "geheim-genug"
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
auth_failure_delay = 0
"""


class Dovecot:
    """A running Dovecot. Mail is put in by ``deliver`` and looked at with ``box``."""

    def __init__(self, password: str = PASSWORD) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kulanz-dovecot-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        # Dovecot as root would want users of its own; nobody is as ordinary as it gets.
        self._user = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        account = pwd.getpwnam(self._user)
        self._group = grp.getgrgid(account.pw_gid).gr_name
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(
            _CONFIGURATION.format(
                folder=self.folder, user=self._user, group=self._group, password=password, port=self.port
            )
        )
        for path in (self.folder, configuration):
            shutil.chown(path, self._user, self._group)
        as_user = {"user": self._user, "group": self._group, "extra_groups": []} if os.geteuid() == 0 else {}
        self._process = subprocess.Popen(  # type: ignore[call-overload]
            ["dovecot", "-F", "-c", str(configuration)],
            env={"PATH": "/usr/sbin:/usr/bin:/bin", "TZ": "UTC"},
            cwd=self.folder,
            start_new_session=True,
            **as_user,
        )
        self._wait()

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
        os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        for _attempt in range(200):
            if self._process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        log = self.folder / "log"
        raise RuntimeError(f"dovecot did not start: {log.read_text() if log.exists() else 'no log'}")
