"""Actions are called by name and know who acts: ``do_it(case_id=7, by=agent)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOMS = Path(__file__).resolve().parent.parent.parent / "src" / "kulanz"

# What takes no ``by``, because nobody of ours and no customer is there to be named.
NOBODY_ACTS = {
    "cases.receive_messages": "the door of channels: each arrival of a batch names its own sender",
    "cases.mark_queued": "the outbox says what becomes of an answer",
    "cases.mark_sent": "the outbox says what becomes of an answer",
    "cases.mark_failed": "the outbox says what becomes of an answer",
    "cases.mark_uncertain": "the outbox says what becomes of an answer",
    "cases.settle_delivery": "the outbox says what becomes of an answer",
    "cases.lapse_silent_cases": "the schedule: time has passed",
    "cases.wake_when_due": "a job: the moment has come that somebody named",
    "cases.release_when_due": "a job: the moment has come that somebody named",
    "cases.forget_absent": "the schedule: time has passed",
    "cases.sweep_draft_files": "the schedule: time has passed",
    "cases.note_hint": "the reader of mails found something out",
    "cases.note_link_use": "a key opened its page, whoever held it",
    "channels.form.receive_form": "a stranger writes: who it is, the form says",
    "channels.keep_acknowledgement": "follows a case that was dissolved, in the transaction of whoever did it",
    "coach.read_letter": "the coach's own job",
    "coach.recall_mood": "follows a letter that was moved, in the transaction of whoever did it",
    "checklists.bring_along": "follows a case that was merged, in the transaction of whoever did it",
    "checklists.give_back": "follows a case that stands on its own again, in the transaction of whoever did it",
    "fields.bring_along": "follows a case that was merged, in the transaction of whoever did it",
    "fields.give_back": "follows a case that stands on its own again, in the transaction of whoever did it",
    "notify.raise_notices": "follows an event: nobody tells themselves",
    "notify.raise_due_promises": "the schedule: the hour has come",
    "notify.release_waiting": "the schedule: somebody's work begins",
    "notify.settle_notices": "follows an event that has settled what was told",
    "notify.forget_notices": "the schedule: time has passed",
    "notify.send_digests": "the schedule: a mail is due",
    "notify.push_notices": "a job: it shows what was told already",
    "notify.send_push": "a job: it shows what was told already",
    "notify.tell_webhooks": "follows an event",
    "notify.post_webhook": "a job: it posts what happened",
    "routing.give_back_of": "follows somebody who was switched off: the house acts",
    "routing.give_out": "the schedule: the house acts, and the case says why",
    "routing.return_still_cases": "the schedule: the house acts, and the case says why",
    "routing.forget_absences": "the schedule: time has passed",
    "routing.forget_signs": "the schedule: time has passed",
    "rules.apply_rules": "follows an event: the house acts, and the log says which rule it was",
    "rules.run_time_rules": "the schedule: the house acts, and the log says which rule it was",
    "rules.forget_runs": "the schedule: time has passed",
    "promises.bring_along": "follows a case that was merged, in the transaction of whoever did it",
    "promises.follow": "follows letters that went to another case, in the transaction of whoever did it",
    "promises.loosen": "follows an answer that was taken back, in the transaction of whoever did it",
}
# What takes something without its name.
IN_ORDER = {"cases.receive_messages": "one argument, the batch, from every door and two hundred tests"}


def test_actions_take_names_only() -> None:
    positional = {name for name, args in public_actions() if args.posonlyargs or args.args or args.vararg}

    assert positional == set(IN_ORDER)


def test_actions_know_who_acts() -> None:
    without = {name for name, args in public_actions() if "by" not in {each.arg for each in args.kwonlyargs}}

    assert without == set(NOBODY_ACTS)


def test_this_finds_the_actions_of_every_room() -> None:
    assert {name.partition(".")[0] for name, _ in public_actions()} == {
        "cases", "channels", "checklists", "coach", "fields", "notify", "people", "promises", "routing", "rules",
    }  # fmt: skip


def public_actions() -> Iterator[tuple[str, ast.arguments]]:
    """Yield "room.function" and arguments: of a package what its ``__all__`` names, of a module what has no "_"."""
    for path in sorted(ROOMS.rglob("actions.py")):
        for function in functions(path):
            if not function.name.startswith("_"):
                yield f"{dotted(path.parent)}.{function.name}", function.args
    for package in sorted(ROOMS.rglob("actions/__init__.py")):
        names = exported(package)
        for path in sorted(package.parent.glob("*.py")):
            for function in functions(path):
                if function.name in names:
                    yield f"{dotted(package.parent.parent)}.{function.name}", function.args


def dotted(room: Path) -> str:
    return ".".join(room.relative_to(ROOMS).parts)


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in tree.body if isinstance(node, ast.FunctionDef))


def exported(package: Path) -> set[str]:
    tree = ast.parse(package.read_text(encoding="utf-8"))
    (names,) = (
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    return set(ast.literal_eval(names))
