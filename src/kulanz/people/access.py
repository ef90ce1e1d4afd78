"""Who may set the house up, and who may change how a customer is reached."""

from __future__ import annotations

from collections.abc import Callable

from kulanz.core.refusals import NotAllowed
from kulanz.events.actor import Actor, ActorKind


def require_admin(by: Actor) -> int:
    """Return the id of the administrator who acts. Raises ``NotAllowed`` for everybody else."""
    if not by.is_admin or by.user_id is None:
        raise NotAllowed
    return by.user_id


def require_user(by: Actor) -> None:
    """Let people of ours pass. Raises ``NotAllowed`` for everybody else."""
    if by.user_id is None:
        raise NotAllowed


def may_change_contacts(customer_id: int, by: Actor) -> bool:
    """Say whether the actor may change how a customer is reached: the house, the customer, who sees all their cases."""
    if by.kind is not ActorKind.USER:
        return by.kind is ActorKind.SYSTEM or by.id == customer_id
    return bool(_sees_all_cases) and _sees_all_cases[0](customer_id, by)


# Filled by config/wiring.py: the lower room asks, the cases answer. Until then nobody sees anything.
_sees_all_cases: list[Callable[[int, Actor], bool]] = []


def register(sees_all_cases: Callable[[int, Actor], bool]) -> None:
    """Set who says whether an actor sees all cases of a customer. Called once by the wiring table."""
    _sees_all_cases[:] = [sees_all_cases]
