"""The roles of a process, each by itself."""

from __future__ import annotations

from typing import Any

import pytest

from kulanz.server.roles import WorkerRole


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("quarantine", [False, True])
def test_the_worker_ends_as_it_began_in_quarantine_too(settings: Any, quarantine: bool) -> None:
    settings.QUARANTINE = quarantine
    role = WorkerRole()
    role.start()

    role.stop(9)

    assert [fetcher for fetcher in role._fetchers if fetcher._thread.is_alive()] == []
    assert (role._fetchers == []) is quarantine
