"""Static files under names that carry their digest, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it has no types
    """Static files under names with a digest, so that browsers may keep them for ever."""

    def stored_name(self, name: str) -> str:
        """The plain name before anything was collected: in tests and on a developer's machine."""
        return str(super().stored_name(name)) if self.hashed_files else name
