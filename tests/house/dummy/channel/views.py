"""Kept first, read later."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..intake import NewOriginal, arrived, keep
from ..models import Channel


@csrf_exempt
@require_POST
def take(request: HttpRequest, channel_id: int) -> HttpResponse:
    door = get_object_or_404(Channel, pk=channel_id, kind="dummy", is_active=True)
    keep(NewOriginal("dummy", request.body, door.pk, recipients=(request.headers["X-Id"],)))
    arrived.set()
    return HttpResponse(status=202)
