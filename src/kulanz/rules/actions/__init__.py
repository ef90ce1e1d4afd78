"""What is done with rules and macros, and what they do."""

from .macros import MacroDone, NothingToDo, apply_macro, archive_macro, save_macro, undo_macro
from .passing import run_time_rules
from .running import apply_rules
from .setting_up import bring_back, move_rule, remove_rule, save_rule, switch_rule
from .tidying import forget_runs

__all__ = [
    "MacroDone",
    "NothingToDo",
    "apply_macro",
    "apply_rules",
    "archive_macro",
    "bring_back",
    "forget_runs",
    "move_rule",
    "remove_rule",
    "run_time_rules",
    "save_macro",
    "save_rule",
    "switch_rule",
    "undo_macro",
]
