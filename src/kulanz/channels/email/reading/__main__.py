"""Run the reader over JSON lines: python -m kulanz.channels.email.reading."""

import sys

from kulanz.channels.email.reading.command import run

sys.exit(run(sys.argv[1:]))
