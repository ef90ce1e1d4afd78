"""What is done in the room, each verb keyword-only with the acting person as ``by``."""

from .absences import forget_absences, record_absence, remove_absence
from .here import be_here, forget_signs
from .profiles import save_hours, save_skills
from .taking import TakenCase, take_next

__all__ = [
    "TakenCase",
    "be_here",
    "forget_absences",
    "forget_signs",
    "record_absence",
    "remove_absence",
    "save_hours",
    "save_skills",
    "take_next",
]
