"""The settings of the tests: the product's own, in a folder that goes away, without what only costs time."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from scripts import catalogues

# In memory where the machine offers it: durability is tested by killing processes, not by waiting for disks.
_BASE = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
_FOLDER = tempfile.mkdtemp(prefix="kulanz-tests-", dir=_BASE)
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("KULANZ_") and name != "KULANZ_SHARED"]:
    del os.environ[_name]
os.environ["KULANZ_DATA"] = _FOLDER
os.environ["KULANZ_SECRET_KEY"] = "a key for tests that signs nothing of worth"

_SOURCE = Path(__file__).resolve().parent.parent / "src"
catalogues.compile_all(_SOURCE)  # before Django reads them: texts are tested as people read them

from kulanz.config.settings import *  # noqa: E402, F403 - the environment must be set first
from kulanz.config.settings import DATABASES, STORAGES, TEMPLATES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
(Path(_FOLDER) / "static").mkdir()
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because threads and processes are part of what is tested.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_FOLDER) / "tests.sqlite3")}


class Unknown(str):
    """What a template puts where nobody gave the name that it uses: nothing in the product, an error in the tests."""

    def __mod__(self, name: object) -> str:
        """Django writes the name into its sign for unknown ones. Templates of libraries may leave names open."""
        template = sys._getframe(1).f_locals["context"].render_context.template
        if Path(template.origin.name).is_relative_to(_SOURCE):
            raise NameError(f"{template.name} uses {name}, which nobody gave")
        return ""

    def __html__(self) -> str:
        """Something that exists, but gives no value: a relation that leads nowhere, a method that wants arguments."""
        raise NameError("a template shows what gives no value")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Unknown("%s")
