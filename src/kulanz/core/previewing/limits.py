"""How much of a file is read: whoever made it may have meant to keep us busy."""

from __future__ import annotations

SECONDS = 10  # of the clock, from the first byte to the last
MEMORY = 1024 * 1024 * 1024  # address space of the reading process, in bytes
FILE = 50 * 1024 * 1024  # bytes of the file itself
ENTRIES = 5_000  # parts of an office file
UNPACKED = 60 * 1024 * 1024  # bytes of all parts that are read, together
CHARACTERS = 100_000  # shown
PAGES = 50  # of a PDF, slides, sheets
ROWS = 2_000  # of a sheet


class TooMuch(Exception):
    """A file is larger than what is read of it, packed or unpacked."""


class Broken(Exception):
    """A file is not what it says."""


class Locked(Exception):
    """A file opens with a password alone."""


class Enough(Exception):
    """As much was read as is shown."""
