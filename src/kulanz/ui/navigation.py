"""Where the rail leads. The faces' places are filled in by the wiring, so that ui knows no face."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


def everyone(request: HttpRequest) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Place:
    """One entry of the rail.

    `label` is a lazy translation; `keys` a sequence such as "g i"; `wide_only` hides the entry in the
    bottom bar of a phone, where five fit; `foot` sets it at the lower end of the rail.
    """

    key: str
    label: str | Promise
    icon: str
    url_name: str
    keys: str = ""
    wide_only: bool = False
    foot: bool = False
    allowed: Callable[[HttpRequest], bool] = everyone

    @property
    def url(self) -> str:
        return reverse(self.url_name)


RAIL: list[Place] = []

# URL names the shells need: "home", "palette" (results for a query), "live" (answers with the address of
# the event stream) and "shortcuts" (stores the off switch). A name that is absent switches its part off.
ADDRESSES: dict[str, str] = {}


def places_for(request: HttpRequest) -> list[Place]:
    return [place for place in RAIL if place.allowed(request)]


def address(name: str) -> str:
    """The URL registered under `name`, or an empty string."""
    url_name = ADDRESSES.get(name)
    return reverse(url_name) if url_name else ""
