from django.urls import path

from kulanz.ui import views

app_name = "ui"
urlpatterns = [
    path("kulanz.<slug:name>.css", views.stylesheet, name="stylesheet"),
]
