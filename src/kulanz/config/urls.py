"""Where every address leads. Each face keeps its own list; the addresses of any other room begin with its name."""

from importlib.util import find_spec

from django.urls import include, path

from kulanz.channels.registry import addresses
from kulanz.core.rooms import rooms
from kulanz.office.views.health import pulse

# Faces have addresses of their own, ui and people are placed below, and config is this very file.
_PLACED = {"config", "desk", "portal", "office", "people", "ui"}
_OTHERS = [room for room in rooms() if room not in _PLACED and find_spec(f"kulanz.{room}.urls")]

urlpatterns = [
    path("", include("kulanz.desk.urls")),
    path("", include("kulanz.portal.urls")),
    path("office/", include("kulanz.office.urls")),
    *addresses(),
    path("health/", pulse, name="pulse"),
    path("account/", include("kulanz.people.urls")),
    path("", include("kulanz.ui.urls")),
    *(path(f"{room}/", include(f"kulanz.{room}.urls")) for room in _OTHERS),
]

_errors = "kulanz.portal.views.errors"
handler400, handler403 = f"{_errors}.unreadable", f"{_errors}.refused"
handler404, handler500 = f"{_errors}.missing", f"{_errors}.broken"
