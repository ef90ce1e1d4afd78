"""What the ledger does in the very transaction in which something happens to a letter."""

from __future__ import annotations

from kulanz.events.models import Event

from .actions import bring_along, follow, give_promises, loosen, pass_on


def give(event: Event) -> None:
    """Give the promises that the draft of an answer held, together with the answer."""
    if not event.data.get("was_postponed"):  # then they were given when it was postponed
        give_promises(message_id=event.data["message_id"], by=event.by)


def take_back(event: Event) -> None:
    """Put the promises of an answer that was taken back into its draft again."""
    loosen(message_id=event.data["message_id"])


def change_hands(event: Event) -> None:
    """Let what a draft promises go along with it to the colleague who has taken it."""
    pass_on(case_id=event.subject_id, by=event.by)


def follow_letters(event: Event) -> None:
    """Let what was promised go along with letters that went to another case."""
    follow(case_ids=(event.data["case_id"], event.data["from_case_id"]))


def follow_merged(event: Event) -> None:
    """Let what was promised in a case that is merged stand where it goes on; apart again, where its letters are."""
    if not event.data["undone"]:
        bring_along(case_id=event.data["from_case_id"], target_id=event.data["case_id"])
    follow_letters(event)
