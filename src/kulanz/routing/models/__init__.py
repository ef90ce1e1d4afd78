"""What the house knows for giving out cases. About people it keeps what they set themselves, and what holds now."""

from .people import Absence, SignOfLife, WorkProfile
from .tables import CaseWeights

__all__ = ["Absence", "CaseWeights", "SignOfLife", "WorkProfile"]
