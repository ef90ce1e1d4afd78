"""Sign-in, password, second factor."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    # The address is the sign-in name and a matter of the office, which writes down who changed it.
    path("email/", RedirectView.as_view(url="/"), name="account_email"),
    path("", include("allauth.urls")),
]
