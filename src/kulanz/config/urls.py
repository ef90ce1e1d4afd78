"""Where every address leads. Each face keeps its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("kulanz.desk.urls")),
    path("", include("kulanz.portal.urls")),
    path("office/", include("kulanz.office.urls")),
    path("account/", include("kulanz.people.urls")),
    path("", include("kulanz.ui.urls")),
]
