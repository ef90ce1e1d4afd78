"""Where the rail leads. The faces' places are filled in by the wiring, so that ui knows no face."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise


def everyone(request: HttpRequest) -> bool:
    """Let anybody see a place."""
    return True


@dataclass(frozen=True, kw_only=True)
class Place:
    """One entry of the rail.

    `label` is a lazy translation; `keys` a sequence such as "g i"; `wide_only` hides the entry in the
    bottom bar of a phone, where six fit; `foot` sets it at the lower end of the rail. `amount` is the number of what
    is new there: it stands in the title of the page, too, and `amount_url` is where it is fetched anew.
    """

    key: str
    label: str | Promise
    icon: str
    url_name: str
    keys: str = ""
    wide_only: bool = False
    foot: bool = False
    allowed: Callable[[HttpRequest], bool] = everyone
    amount: Callable[[HttpRequest], int] | None = None
    amount_url: str = ""

    @property
    def url(self) -> str:
        """Where the place is."""
        return _where(self.url_name, get_script_prefix())


RAIL: list[Place] = []
# What the palette offers beside the rail, the views and the keys of a page.
COMMANDS: list[Place] = []

# What the shells need: URL names for "home", "palette" (results for a query) and "shortcuts"; for "live" a
# function, since the address of the event stream carries this person's token. What is absent is switched off.
ADDRESSES: dict[str, str | Callable[[HttpRequest], str]] = {}


def places_for(request: HttpRequest) -> list[Place]:
    """The entries of the rail that whoever asks may enter."""
    return [place for place in RAIL if place.allowed(request)]


def amount_for(request: HttpRequest) -> int:
    """How much is new for whoever asks."""
    return sum(place.amount(request) for place in RAIL if place.amount is not None)


def address(name: str, request: HttpRequest | None = None) -> str:
    """The URL registered under `name`, or an empty string."""
    found = ADDRESSES.get(name, "")
    if callable(found):
        return found(request) if request else ""
    return _where(found, get_script_prefix()) if found else ""


@cache
def _where(url_name: str, prefix: str) -> str:
    """Every page asks for the same dozen addresses; they differ only with the path that the house is served under."""
    return reverse(url_name)
