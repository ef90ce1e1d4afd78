"""All script modules of a page as one file: each runs once, after what it imports, and keeps its names to itself."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

from kulanz.ui import modules as scripts
from kulanz.ui.modules import Unclear, modules

SOURCES = Path(scripts.__file__).parents[1]


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose files are the modules; ``room/js/index.js`` is what the page asks for."""
    monkeypatch.setattr(scripts, "ENTRIES", {"page": "room/js/index.js"})
    monkeypatch.setattr(scripts, "_file", lambda name: tmp_path / name)
    (tmp_path / "room/js").mkdir(parents=True)
    scripts._build.cache_clear()
    yield tmp_path / "room/js"
    scripts._build.cache_clear()


def test_each_module_stands_once_and_after_what_it_imports(written: Path) -> None:
    (written / "index.js").write_text('import "./b.js";\nimport { a } from "./a.js";\na();\n')
    (written / "b.js").write_text('import { a } from "./a.js"; // why\nconst timer = a();\n')
    (written / "a.js").write_text("// says a\nlet timer;\nexport function a() {\n  return timer;\n}\n")

    assert modules("page", "de").body.decode() == (
        "const m0 = (() => {\nlet timer;\nfunction a() {\nreturn timer;\n}\nreturn { a };\n})();\n"
        "const m1 = (() => {\nconst { a } = m0;\nconst timer = a();\nreturn {  };\n})();\n"
        "const m2 = (() => {\nconst { a } = m0;\na();\nreturn {  };\n})();"
    )


@pytest.mark.parametrize(
    "text",
    [
        "export let counter = 0;",
        "export default 7;",
        'import * as all from "./a.js";',
        'export { a } from "./a.js";',
        'import {\n  a,\n} from "./a.js";',
        'import "./index.js";',
    ],
)
def test_what_cannot_be_brought_into_one_file_is_refused(written: Path, text: str) -> None:
    (written / "index.js").write_text(text + "\n")
    (written / "a.js").write_text("export const a = 1;\n")

    with pytest.raises(Unclear, match=r"room/js/index\.js"):
        modules("page", "de")


def test_every_script_of_ours_is_in_a_page_but_what_runs_before_it() -> None:
    """And no text of one goes over several lines: their beginnings are taken away."""
    apart = {"early.js", "offline.js", "push.js", "worker.js"}  # files of their own, fetched where they are needed
    files = [path for path in SOURCES.glob("*/static/*/js/**/*.js") if path.name not in apart]
    named = {path.relative_to(path.parents[2]).as_posix() for path in files}
    in_pages = {name for entry in scripts.ENTRIES for name in scripts._in_order(scripts.entries(entry))}

    assert named == in_pages | set(scripts.LATER)
    assert [path.name for path in files for line in path.read_text("utf-8").splitlines() if line.count("`") % 2] == []


def test_a_page_fetches_its_scripts_once_and_for_ever(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    (address,) = re.findall(r'<script type="module" src="([^"]+)"', page)

    packed = client.get(address, headers={"accept-encoding": "gzip"})
    plain = client.get(address)
    old = client.get("/ui/portal.de.0123456789ab.js")

    assert gzip.decompress(packed.content) == plain.content == old.content
    assert (packed["Content-Encoding"], plain["Content-Type"]) == ("gzip", "text/javascript; charset=utf-8")
    assert (plain["Cache-Control"], old["Cache-Control"]) == (
        "public, max-age=31536000, immutable",
        "public, max-age=60",
    )
    assert [client.get(f"/ui/{each}.0123456789ab.js").status_code for each in ("other.de", "portal.xx")] == [404, 404]


def test_scripts_speak_the_language_of_the_page() -> None:
    told = {language: modules("desk", language).body.decode().partition("\n")[0] for language in ("de", "en")}

    assert '"again":"Noch einmal' in told["de"]
    assert '"again":"Try again"' in told["en"]
