"""Web Push: off by default, sealed for one browser, with the number of a case and nothing of its words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from django.urls import reverse

from kulanz.cases.actions import assign_case
from kulanz.cases.models import Case
from kulanz.core.refusals import NotAllowed
from kulanz.events.actor import Actor
from kulanz.notify.actions import release_waiting, send_push, subscribe_browser, switch_push
from kulanz.notify.actions.pushing import PushFailed
from kulanz.notify.models import PushKeys, PushSubscription
from kulanz.notify.webpush import decode, headers_for, is_usable, new_keys, seal_for
from kulanz.people.actors import actor_for
from kulanz.people.models import Team, User
from tests.channels.email.certificates import make_certificate
from tests.conftest import Clock
from tests.factories import make_case

from .services import Browser, Service, service

RunJobs = Callable[[], int]


@pytest.fixture
def pushed(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A push service on this machine, whose certificate is trusted."""
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    settings.INSIDE_HOSTS = ("127.0.0.1",)
    with service(certificate) as running:
        yield running


def subscribed(user: User, pushed: Service, browser: Browser) -> PushSubscription:
    """A browser of somebody that shows notices."""
    keys = {"public_key": browser.public_key, "secret": browser.secret}
    return subscribe_browser(by=actor_for(user), endpoint=f"{pushed.url}/for/me", browser="Firefox", **keys)


def given_to(user: User, team: Team, by: Actor) -> Case:
    """A case that somebody was given."""
    case = make_case(team=team, subject="Mein Rad ist kaputt")
    assign_case(case_id=case.pk, by=by, user_id=user.pk, reason="Kennst du dich damit aus?")
    return case


def test_the_sealing_is_that_of_the_standard() -> None:
    # RFC 8291, section 5.
    own = ec.derive_private_key(
        int.from_bytes(decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
    )
    theirs = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    message = b"When I grow up, I want to be a watermelon"

    sealed = seal_for(message, theirs, "BTBZMqHH6r4Tts7J_aSIgg", own=own, salt=decode("DGv6ra1nlYgDCS1FRnbzlw"))

    assert sealed == decode(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7"
        "A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_push_service_can_tell_that_it_is_this_house(clock: Clock) -> None:
    public, private = new_keys()

    fields = headers_for(
        "https://push.example:8443/x", public=public, private=private, contact="mailto:a@b.example", at=clock.at
    )

    token = fields["Authorization"].removeprefix("vapid t=").partition(",")[0]
    head, claims, signature = token.split(".")
    r, s = (int.from_bytes(each, "big") for each in (decode(signature)[:32], decode(signature)[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(public))
    key.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    assert json.loads(decode(claims)) == {
        "aud": "https://push.example:8443",
        "exp": int(clock.at.timestamp()) + 12 * 3600,
        "sub": "mailto:a@b.example",
    }


def test_a_case_that_is_given_shows_in_the_browser_by_number_alone(
    mara: User, karin: User, team: Team, by: Actor, pushed: Service, run_jobs: RunJobs
) -> None:
    browser = Browser()
    switch_push(by=actor_for(karin), on=True)
    subscribed(mara, pushed, browser)

    case = given_to(mara, team, by)
    run_jobs()

    ((path, fields, body),) = pushed.posts
    assert (path, fields["Content-Encoding"], fields["TTL"]) == ("/for/me", "aes128gcm", "43200")
    assert browser.open(body) == {
        "title": "Kulanz",
        "body": f"Anliegen {case.number}: Ein Anliegen ist jetzt bei Ihnen",
        "url": f"/cases/{case.number}/",
        "tag": f"{case.number} given",
    }


def test_what_came_in_the_night_is_one_notice_in_the_morning(
    mara: User, karin: User, team: Team, by: Actor, pushed: Service, clock: Clock, run_jobs: RunJobs
) -> None:
    browser = Browser()
    switch_push(by=actor_for(karin), on=True)
    subscribed(mara, pushed, browser)
    clock.advance(hours=10)
    for _each in range(3):
        given_to(mara, team, by)
    run_jobs()
    in_the_night = len(pushed.posts)

    clock.advance(hours=13)
    release_waiting()
    run_jobs()

    (post,) = pushed.posts
    assert (in_the_night, browser.open(post[2])["body"]) == (0, "3 neue Meldungen")


@pytest.mark.parametrize(("status", "left"), [(404, 0), (410, 0), (400, 1), (201, 1)])
def test_a_browser_that_is_gone_is_forgotten(mara: User, karin: User, pushed: Service, status: int, left: int) -> None:
    switch_push(by=actor_for(karin), on=True)
    kept = subscribed(mara, pushed, Browser())
    pushed.status = status

    send_push(subscription_id=kept.pk, message={"title": "Kulanz"})

    assert PushSubscription.objects.count() == left


def test_a_service_that_is_busy_is_asked_again(mara: User, karin: User, pushed: Service) -> None:
    switch_push(by=actor_for(karin), on=True)
    kept = subscribed(mara, pushed, Browser())
    pushed.status = 503

    with pytest.raises(PushFailed):
        send_push(subscription_id=kept.pk, message={"title": "Kulanz"})

    assert PushSubscription.objects.count() == 1


def test_it_is_off_until_an_administrator_switches_it_on_and_off_forgets_all(
    mara: User, karin: User, pushed: Service
) -> None:
    with pytest.raises(NotAllowed):
        subscribed(mara, pushed, Browser())
    with pytest.raises(NotAllowed):
        switch_push(by=actor_for(mara), on=True)
    switch_push(by=actor_for(karin), on=True)
    subscribed(mara, pushed, Browser())

    switch_push(by=actor_for(karin), on=False)

    assert (PushKeys.objects.count(), PushSubscription.objects.count()) == (0, 0)


def test_a_browser_is_subscribed_on_me_and_forgotten_with_the_sign_out(mara: User, karin: User, desk: Client) -> None:
    switch_push(by=actor_for(karin), on=True)
    browser = Browser()
    given = {"public_key": browser.public_key, "secret": browser.secret}
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}

    bad = desk.post(reverse("desk:browsers"), {**given, "endpoint": "http://10.0.0.1/x"})
    good = desk.post(reverse("desk:browsers"), {**given, "endpoint": "https://push.example/x"}, headers=agent)
    page = desk.get(reverse("desk:me")).content.decode()
    desk.post(reverse("account_logout"))

    assert (bad.status_code, good.status_code, "Firefox, Linux" in page) == (422, 204, True)
    assert PushSubscription.objects.count() == 0


@pytest.mark.parametrize(("public_key", "secret"), [("", ""), ("AAAA", "BTBZMqHH6r4Tts7J_aSIgg"), ("ä", "ä")])
def test_keys_that_nothing_can_be_sealed_with_are_refused(public_key: str, secret: str) -> None:
    assert not is_usable(public_key, secret)
