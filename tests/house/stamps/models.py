"""A stamp on every answer: the smallest thing that a room can keep."""

from __future__ import annotations

from django.db import models

from kulanz.cases.models import Case, Message


class Stamp(models.Model):
    """The stamp on one answer."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="stamps")
    message = models.OneToOneField(Message, models.CASCADE, related_name="stamp")
    motto = models.CharField(max_length=50)
