"""``python -m kulanz``: the same as the ``kulanz`` command."""

import sys

from kulanz.config.cli import main

sys.exit(main())
