"""Settings from the environment: a bad value is refused by its name, the signing key is made once."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kulanz.core import env

NAME = "KULANZ_SAMPLE"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch):
    """Sets the sample setting."""
    return lambda value: monkeypatch.setenv(NAME, value)


@pytest.mark.parametrize(("value", "read"), [("  x ", "x"), ("", "d"), ("   ", "d")])
def test_an_empty_text_is_the_default(given, value: str, read: str) -> None:
    given(value)

    assert env.text(NAME, "d") == read


@pytest.mark.parametrize(
    ("value", "read"), [("1", True), ("YES", True), ("on", True), ("0", False), ("Off", False), ("", True)]
)
def test_a_flag_is_yes_or_no(given, value: str, read: bool) -> None:
    given(value)

    assert env.flag(NAME, default=True) is read


@pytest.mark.parametrize("value", ["maybe", "ja", "2", "-1"])
def test_a_flag_that_is_neither_is_refused_by_its_name(given, value: str) -> None:
    given(value)

    with pytest.raises(env.SettingError, match=NAME):
        env.flag(NAME)


@pytest.mark.parametrize(("value", "read"), [("", 7), ("1", 1), (" 42 ", 42)])
def test_a_number_is_read(given, value: str, read: int) -> None:
    given(value)

    assert env.number(NAME, 7, least=1) == read


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "x", "1e3", "1_000", "²", "9" * 5000])
def test_a_number_that_is_none_or_too_small_is_refused_by_its_name(given, value: str) -> None:
    given(value)

    with pytest.raises(env.SettingError, match=NAME):
        env.number(NAME, 7, least=1)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("0.0.0.0:80", ("0.0.0.0", 80)),
        ("localhost:8000", ("localhost", 8000)),
        ("[::1]:8000", ("::1", 8000)),
        ("", ("127.0.0.1", 2525)),
        ("127.0.0.1:0", ("127.0.0.1", 0)),
    ],
)
def test_an_address_to_listen_on_is_read(given, value: str, read: tuple[str, int]) -> None:
    given(value)

    assert env.host_port(NAME, "127.0.0.1:2525") == read


@pytest.mark.parametrize(
    "value", ["8000", "localhost", ":8000", "localhost:x", "localhost:99999", "localhost:", "[::1:80"]
)
def test_an_address_without_host_or_port_is_refused_by_its_name(given, value: str) -> None:
    given(value)

    with pytest.raises(env.SettingError, match=NAME):
        env.host_port(NAME, "127.0.0.1:2525")


@pytest.mark.parametrize(
    ("url", "name"),
    [("", "{folder}/kulanz.sqlite3"), ("sqlite:////tmp/x.sqlite3", "/tmp/x.sqlite3"), ("sqlite:///x.db", "x.db")],
)
def test_without_an_address_the_database_is_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, name: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    found = env.database(tmp_path)

    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", name.format(folder=tmp_path))
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


def test_a_postgresql_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://kul%40nz:ge%2Fheim@db.example:5433/meine%20daten?sslmode=require")

    found = env.database(tmp_path)

    assert [found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "meine daten", "kul@nz", "ge/heim", "db.example", "5433",
    ]  # fmt: skip
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    "url",
    ["mysql://x/y", "postgresql://db.example", "postgresql://db.example/", "kulanz.sqlite3", "postgresql://h:x/y"],
)
def test_another_database_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    with pytest.raises(env.SettingError, match="DATABASE_URL"):
        env.database(tmp_path)


def test_a_password_never_stands_in_the_refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://kulanz:geheim@db.example/x")

    with pytest.raises(env.SettingError) as refused:
        env.database(tmp_path)

    assert "geheim" not in str(refused.value)


def test_a_file_of_settings_fills_what_is_not_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('# x\nKULANZ_A = "eins"\nKULANZ_B=zwei=2\nkein Satz\n\n', encoding="utf-8")
    monkeypatch.setenv("KULANZ_B", "schon da")
    monkeypatch.delenv("KULANZ_A", raising=False)

    env.load_env_file(file)
    env.load_env_file(tmp_path / "missing")

    assert (env.text("KULANZ_A"), env.text("KULANZ_B")) == ("eins", "schon da")
    monkeypatch.delenv("KULANZ_A")


def test_the_signing_key_is_made_once_for_its_owner_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KULANZ_SECRET_KEY", raising=False)

    keys = {env.secret_key(tmp_path) for _ in range(3)}

    assert (len(keys), len(keys.pop()) >= 50) == (1, True)
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    command = "from pathlib import Path; from kulanz.core import env; print(env.secret_key(Path.cwd()))"
    surroundings = {"PYTHONPATH": str(Path(env.__file__).parents[2]), "PATH": ""}

    started = [
        subprocess.Popen(
            [sys.executable, "-c", command], stdout=subprocess.PIPE, text=True, env=surroundings, cwd=tmp_path
        )
        for _ in range(6)
    ]
    keys = {process.communicate()[0].strip() for process in started}

    assert ([process.returncode for process in started], len(keys)) == ([0] * 6, 1)


def test_threads_that_start_together_agree_on_one_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KULANZ_SECRET_KEY", raising=False)
    keys: list[str] = []
    begin = threading.Barrier(8)

    def start() -> None:
        begin.wait()
        keys.append(env.secret_key(tmp_path))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(keys), len(set(keys))) == (8, 1)


@pytest.mark.parametrize("content", ["", "kurz", "x" * 39])
def test_a_damaged_key_is_refused_and_never_replaced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    monkeypatch.delenv("KULANZ_SECRET_KEY", raising=False)
    file = tmp_path / "secret.key"
    file.write_text(content, encoding="ascii")

    with pytest.raises(env.SettingError, match=r"secret\.key"):
        env.secret_key(tmp_path)

    assert file.read_text(encoding="ascii") == content


def test_a_key_that_is_given_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KULANZ_SECRET_KEY", "gegeben")

    assert (env.secret_key(tmp_path), list(tmp_path.iterdir())) == ("gegeben", [])


def test_the_folder_of_data_is_its_owners(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KULANZ_DATA", str(tmp_path / "a" / "b"))

    folder = env.data_folder()

    assert (folder, folder.stat().st_mode & 0o777) == (tmp_path / "a" / "b", 0o700)


@pytest.mark.parametrize("place", ["file", "file/data", "/proc/kulanz"])
def test_a_place_for_data_that_cannot_be_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("KULANZ_DATA", str(tmp_path / place))

    with pytest.raises(env.SettingError, match=rf"KULANZ_DATA: \S*{place} cannot be used"):
        env.data_folder()


def test_a_key_that_cannot_be_read_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KULANZ_SECRET_KEY", raising=False)
    (tmp_path / "secret.key").mkdir()

    with pytest.raises(env.SettingError, match=r"secret\.key cannot be used \(Is a directory\)"):
        env.secret_key(tmp_path)
