"""What every house does at night."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from kulanz.core.clock import now
from kulanz.server import maintenance


def test_sign_ins_that_ended_are_forgotten_and_others_stay(db: None) -> None:
    for key, hours in (("over", -1), ("lasts", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now() + timedelta(hours=hours))

    maintenance.clear_sessions.run()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["lasts"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks at its tables by itself")
def test_the_database_learns_how_large_its_tables_are() -> None:
    Session.objects.create(session_key="one", session_data="", expire_date=now())

    maintenance.refresh_statistics.run()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'django_session'")
        assert cursor.fetchone()[0] > 0
