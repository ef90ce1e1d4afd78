"""The source code of what is running here, changes included: whoever uses it may have it (AGPL-3.0, section 13)."""

from __future__ import annotations

import io
import tarfile
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

import kulanz

PACKAGES = Path(kulanz.__file__).resolve().parent.parent
NAMES = ("kulanz", "lesart", "tonfall")
# What a checkout has beside its packages; an installed wheel has none of it.
BESIDE = ("LICENSE", "README.md", "README.de.md", "pyproject.toml", "Makefile", "requirements", "scripts")


@require_safe
def give_source(request: HttpRequest) -> HttpResponse:
    """Hand out the running source as one archive."""
    response = HttpResponse(_archive(), content_type="application/gzip")
    response["Content-Disposition"] = f'attachment; filename="kulanz-{kulanz.__version__}.tar.gz"'
    response["Cache-Control"] = "public, max-age=86400"
    return response


@cache
def _archive() -> bytes:
    """Pack the packages once per process, and never what lies beside them by chance: data, keys, settings."""
    packed = io.BytesIO()
    root = f"kulanz-{kulanz.__version__}"
    is_checkout = (PACKAGES.parent / "pyproject.toml").is_file() and PACKAGES.name == "src"
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name in NAMES:
            archive.add(PACKAGES / name, f"{root}/src/{name}", filter=_plain)
        for path in (PACKAGES.parent / name for name in BESIDE if is_checkout):
            if path.exists():
                archive.add(path, f"{root}/{path.name}", filter=_plain)
    return packed.getvalue()


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Leave out what Python makes by itself, and say nothing about the machine."""
    name = Path(entry.name)
    if "__pycache__" in name.parts or name.suffix == ".pyc" or not (entry.isdir() or entry.isreg()):
        return None
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
