"""What the walk over all addresses needs to know. A new address is walked by itself; a new kind of parameter, or a page
that strangers may open, gets a line here."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import ContentFile

from kulanz.cases.models import Attachment, Case, Message
from kulanz.core.clock import now
from kulanz.people.models import User
from kulanz.promises.models import Promise

from ..factories import make_case, make_team, make_user


@dataclass(frozen=True, slots=True)
class World:
    """One case of one team with a letter and a file, and one person of each role. ``outsider`` is in another team."""

    case: Case
    message: Message
    attachment: Attachment
    promise: Promise
    people: dict[str, User]


def make_world() -> World:
    """Make it."""
    team = make_team()
    case = make_case(team=team)
    message = Message.objects.create(case=case, direction="in", channel="email", customer=case.customer, text="Hallo")
    attachment = Attachment.objects.create(
        message=message,
        name="rechnung.pdf",
        content_type="application/pdf",
        size=3,
        sha256="0" * 64,
        file=ContentFile(b"pdf", "rechnung.pdf"),
        public_id="a" * 22,
    )
    people = {
        "outsider": make_user(teams=(make_team(),)),
        "agent": make_user(teams=(team,)),
        "lead": make_user(is_lead=True),
        "boss": make_user(is_boss=True, is_agent=False),
        "admin": make_user(is_admin=True, is_agent=False),
    }
    promise = Promise.objects.create(
        case=case, message=message, words="Wir rufen an", due_at=now(), promised_by=people["agent"]
    )
    return World(case, message, attachment, promise, people)


def samples(world: World) -> dict[str, object]:
    """Return a value for every parameter of every address: things of the case where it names one, else forged words."""
    return {
        "number": world.case.number,
        "other": world.case.number,
        "case_id": world.case.pk,
        "what": "mailboxes",
        "message_id": world.message.pk,
        "promise_id": world.promise.pk,
        "relation_id": 1,
        "customer_id": world.case.customer_id,
        "brand_id": world.case.brand_id,
        "team_id": world.case.team_id,
        "user_id": world.people["agent"].pk,
        "public_id": world.attachment.public_id,
        "token": "forged",
        "secret": "forged",
        "key": "0a-forged",
        "uidb36": "0",
        "pk": 1,
        "kind": "reply",
        "name": "0123456789ab",
        "entry": "portal",
        "language": "de",
        "page": "parts",
    }


# Parameters that lead to one case: whoever may not open the case gets nothing there.
OF_A_CASE = {"number", "case_id", "message_id", "public_id"}

# Strangers may open these; everywhere else they are sent to the sign-in or refused.
OPEN = {
    "portal:mine",
    "portal:ask-link",
    "portal:sign-in",
    "portal:sign-out",
    "portal:contact",
    "portal:contact-channel",
    "portal:contact-embed",
    "portal:colours",
    "portal:source",
    "office:accept",
    "pulse",
    "desk:manifest",
    "desk:worker",
    "desk:offline",
    "ui:script",
    "ui:stylesheet",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "account_request_login_code",
    "mfa_authenticate",
}
