"""What is done in the room, each verb keyword-only with the acting person as ``by``."""

from .absences import forget_absences, record_absence, remove_absence
from .giving import give_back_of, give_case, give_out
from .here import be_here, come_back, forget_signs, go_off_duty
from .profiles import save_hours, save_skills
from .setting_up import remove_skill, save_skill, save_team_routing, save_weights
from .still import return_still_cases
from .taking import TakenCase, take_next

__all__ = [
    "TakenCase",
    "be_here",
    "come_back",
    "forget_absences",
    "forget_signs",
    "give_back_of",
    "give_case",
    "give_out",
    "go_off_duty",
    "record_absence",
    "remove_absence",
    "remove_skill",
    "return_still_cases",
    "save_hours",
    "save_skill",
    "save_skills",
    "save_team_routing",
    "save_weights",
    "take_next",
]
