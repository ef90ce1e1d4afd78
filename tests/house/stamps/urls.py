"""The addresses of this room, below /stamps/."""

from django.urls import path

from . import views

app_name = "stamps"
urlpatterns = [path("", views.show_all, name="all")]
