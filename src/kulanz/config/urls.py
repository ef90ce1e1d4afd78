"""Where every address leads. Each face keeps its own list."""

from django.urls import include, path

from kulanz.channels.registry import addresses
from kulanz.office.views.health import pulse

urlpatterns = [
    path("", include("kulanz.desk.urls")),
    path("", include("kulanz.portal.urls")),
    path("office/", include("kulanz.office.urls")),
    *addresses(),
    path("health/", pulse, name="pulse"),
    path("account/", include("kulanz.people.urls")),
    path("", include("kulanz.ui.urls")),
]

_errors = "kulanz.portal.views.errors"
handler400, handler403 = f"{_errors}.unreadable", f"{_errors}.refused"
handler404, handler500 = f"{_errors}.missing", f"{_errors}.broken"
