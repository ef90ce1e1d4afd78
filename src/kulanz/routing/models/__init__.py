"""What the house knows for giving out cases. About people it keeps what they set themselves, and what holds now."""

from .people import Absence, OffDuty, SignOfLife, WorkProfile
from .skills import Skill
from .tables import MODES, CaseWeights, LeftInPile, TeamRouting

__all__ = [
    "MODES",
    "Absence",
    "CaseWeights",
    "LeftInPile",
    "OffDuty",
    "SignOfLife",
    "Skill",
    "TeamRouting",
    "WorkProfile",
]
