"""What the office asks of a pager."""

from __future__ import annotations

from django import forms

from ..models import Channel
from ..setup import SetupForm, TrialOutcome
from .line import Line


class DummyForm(SetupForm):
    check = "Ring once"

    port = forms.IntegerField(label="Port of the pager", min_value=1, max_value=65535)

    def try_out(self, channel: Channel) -> TrialOutcome:
        try:
            Line(self.cleaned_data["port"]).__exit__()
        except OSError:
            return TrialOutcome("Nobody answers at this port.", "warning")
        return TrialOutcome("The pager rings.", "success")
