"""The command line ``python -m tonfall COMMAND``; each command is a module, imported when called."""

from __future__ import annotations

import sys
from importlib import import_module

# command -> module and function that takes the remaining arguments and returns the exit status
COMMANDS = {
    "abuse": "tonfall._commands:abuse",
    "address": "tonfall._commands:address",
    "mood": "tonfall._commands:mood",
    "pii": "tonfall._commands:pii",
    "promises": "tonfall._promises.command:run",
    "read": "tonfall._commands:read",
    "review": "tonfall._review.command:run",
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command named first in ``arguments`` (default: the process's) and return its exit status.

    Status 0 means the command did its work, 2 that it was called wrongly.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] not in COMMANDS:
        print(f"usage: python -m tonfall [{' | '.join(COMMANDS)}] ...", file=sys.stderr)
        return 0 if given in (["-h"], ["--help"]) else 2
    module, _, function = COMMANDS[given[0]].partition(":")
    run = getattr(import_module(module), function)
    return int(run(given[1:]))


if __name__ == "__main__":
    raise SystemExit(main())
