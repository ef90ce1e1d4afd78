"""The addresses of this room."""

from django.urls import path

from kulanz.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/kulanz.<slug:name>.css", views.stylesheet, name="stylesheet"),
]
