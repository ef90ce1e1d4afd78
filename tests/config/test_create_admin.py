"""The password of the first administrator, typed at a real terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.own_process import House

QUESTIONS = (b"Password (at least 10 characters): ", b"The same password again: ")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("house"))
    made.migrate()
    return made


def at_a_terminal(house: House, address: str, passwords: list[str]) -> tuple[int, str]:
    """Run the command as somebody who types; return its exit code and all that was on the screen."""
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "kulanz", "create-admin", address, "Anna Chefin"]
    running = subprocess.Popen(
        words, env=house.surroundings, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    screen, answered = b"", 0
    try:
        while piece := os.read(ours, 1000):
            screen += piece
            if answered < len(passwords) and sum(screen.count(question) for question in QUESTIONS) > answered:
                os.write(ours, passwords[answered].encode() + b"\n")
                answered += 1
    except OSError:
        pass  # how Linux says that nobody is at the other end any more
    os.close(ours)
    return running.wait(60), screen.decode()


def test_it_is_asked_for_twice_and_never_shown(house: House) -> None:
    code, screen = at_a_terminal(house, "anna@haus.example", ["Regenschirm-7-Lampe"] * 2)

    assert (code, "Regenschirm" in screen, "Anna Chefin can now sign in" in screen) == (0, False, True)


def test_two_that_differ_make_nobody(house: House) -> None:
    code, screen = at_a_terminal(house, "udo@haus.example", ["Regenschirm-7-Lampe", "Regenschrim-7-Lampe"])

    assert (code, "The two passwords are not the same; nobody was added." in screen) == (1, True)
    assert at_a_terminal(house, "udo@haus.example", ["Regenschirm-7-Lampe"] * 2)[0] == 0


def test_without_a_terminal_one_line_is_enough(house: House) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kulanz", "create-admin", "ina@haus.example", "Ina"],
        env=house.surroundings,
        cwd=Path(house.folder),
        input="Regenschirm-7-Lampe\n",
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0
