"""The addresses of this room."""

from django.urls import path

from kulanz.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/kulanz.<slug:name>.css", views.stylesheet, name="stylesheet"),
    path("ui/<slug:entry>.<slug:language>.<slug:name>.js", views.script, name="script"),
    path("ui/styleguide/", views.styleguide, name="styleguide"),
    path("ui/styleguide/<slug:page>/", views.styleguide, name="styleguide"),
]
