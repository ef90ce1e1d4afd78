"""What rules did, in the words of the desk."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import Told, tells

from .events import RuleApplied
from .kinds import told_of


@tells(Face.DESK, RuleApplied)
def _applied(it: RuleApplied, event: Event) -> Told:
    did = [str(words) % {"what": what} for effect, what in it.did if (words := told_of(effect))]
    return Told("zap", _("Rule “%(name)s” %(did)s") % {"name": it.name, "did": ", ".join(did)})
