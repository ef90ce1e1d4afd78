"""One style sheet in layer order, under a name that changes with its rules."""

import gzip
from pathlib import Path

import pytest
from django.test import RequestFactory, override_settings

from kulanz.ui import bundle as bundles
from kulanz.ui import views

SYSTEM = Path(bundles.__file__).parents[1]


def test_the_layers_come_in_order_and_hold_every_file() -> None:
    css = bundles.bundle().body.decode()
    assert css.startswith("@layer tokens, base, components, screens, print;")
    places = [css.index(f"@layer {name} {{") for name in bundles.LAYERS]
    assert places == sorted(places)
    assert set(bundles.sheets()) == set(SYSTEM.glob("*/static/*/css/**/*.css"))


def test_rooms_bring_sheets_of_their_own_after_those_of_the_house() -> None:
    sheets = [path.name for path in bundles.sheets()]

    assert sheets.index("views.css") < sheets.index("coach.css") < sheets.index("desk.css")
    assert {path.parents[2].name for path in bundles.sheets() if path.parent.name == "components"} > {
        "coach",
        "promises",
    }


def test_rooms_bring_only_components_and_screens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "chat" / "css"
    for name in ("components/chat.css", "screens/chat.css", "tokens.css"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text('a { background: url("../sign.svg") }')
    monkeypatch.setattr(bundles, "_folders_of_rooms", lambda: [folder])

    assert [path.parent.name for path in bundles.sheets() if tmp_path in path.parents] == ["components", "screens"]
    assert 'url("/static/chat/sign.svg")' in bundles._build(-1).body.decode()
    bundles._build.cache_clear()


def test_every_address_in_the_rules_leads_to_a_file() -> None:
    css = bundles.bundle().body.decode()
    addresses = [part.split('"')[0] for part in css.split('url("')[1:]]
    assert addresses == ["/static/ui/fonts/atkinson-next-latin.woff2", "/static/ui/fonts/atkinson-next-latin-ext.woff2"]
    for address in addresses:
        assert (Path(bundles.FOLDER).parents[1] / address.removeprefix("/static/")).is_file()


def test_braces_are_balanced_after_squeezing() -> None:
    css = bundles.bundle().body.decode()
    assert css.count("{") == css.count("}")


def test_the_current_name_may_be_kept_for_ever(rf: RequestFactory) -> None:
    current = bundles.bundle()
    answer = views.stylesheet(rf.get("/", headers={"accept-encoding": "gzip"}), current.name)
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert gzip.decompress(answer.content) == current.body


def test_an_outdated_name_gets_the_current_rules_for_a_minute(rf: RequestFactory) -> None:
    answer = views.stylesheet(rf.get("/"), "old")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer.content == bundles.bundle().body


def test_while_debug_is_on_an_edited_file_changes_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("tokens.css", "base.css", "print.css"):
        (tmp_path / name).write_text("a { color: red }")
    monkeypatch.setattr(bundles, "FOLDER", tmp_path)
    monkeypatch.setattr(bundles, "_folders_of_rooms", list)
    with override_settings(DEBUG=True):
        before = bundles.bundle().name
        (tmp_path / "base.css").write_text("a { color: blue }")
        assert bundles.bundle().name != before
    monkeypatch.undo()
    bundles._build.cache_clear()
