"""Reads one mail from standard input, for ``channels.apart``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from lesart import read_mail

if __name__ == "__main__":
    read_mail(sys.stdin.buffer.read(), arrived_at=datetime.now(UTC))
