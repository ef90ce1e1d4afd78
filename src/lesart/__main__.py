"""Run the reader over JSON lines: python -m lesart."""

from __future__ import annotations

import sys

from .command import run

sys.exit(run(sys.argv[1:]))
