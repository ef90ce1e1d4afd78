"""Where the pager's network hands over what its people write."""

from django.urls import path

from .views import take

urlpatterns = [path("<int:channel_id>/", take, name="dummy-take")]
