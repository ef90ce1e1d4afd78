"""The address of the demo company in the office."""

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [path("", views.removal, name="removal")]
