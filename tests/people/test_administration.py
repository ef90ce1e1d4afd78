"""Changes to who may what, made at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from kulanz.people.actors import actor_for
from kulanz.people.administration import LastAdministrator, save_user
from kulanz.people.models import User
from tests.factories import make_user


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_demote_each_other_do_not_both_succeed() -> None:
    pair = [make_user(is_admin=True), make_user(is_admin=True)]
    start, refused = threading.Barrier(2), []

    def demote(by: User, whom: User) -> None:
        actor, whom.is_admin = actor_for(by), False
        start.wait()
        try:
            save_user(whom, by=actor, changed=["is_admin"], teams=[])
        except LastAdministrator:
            refused.append(whom)
        finally:
            connection.close()

    others = [User.objects.get(pk=each.pk) for each in reversed(pair)]
    threads = [threading.Thread(target=demote, args=each) for each in zip(pair, others, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert User.objects.filter(is_admin=True).count() == 1
