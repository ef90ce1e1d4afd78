"""What hatch does before it packs a wheel: compile the catalogues, so that it speaks German."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles every catalogue below ``src``; ``artifacts`` in pyproject.toml takes them along."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the files are gathered."""
        sys.path.insert(0, str(Path(self.root) / "scripts"))
        import catalogues  # noqa: PLC0415 - it lies beside this file, which hatch loads from elsewhere

        catalogues.compile_all(Path(self.root) / "src")
