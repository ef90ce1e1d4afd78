"""What rules and macros do to a case. Each step is an action of the rooms below, with its rights and its event."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kulanz.cases import actions
from kulanz.cases.models import Case
from kulanz.cases.rules import CaseStatus, EndingReason, WaitingFor
from kulanz.checklists.actions import put_checklist, remove_lines
from kulanz.people.actors import sight_of
from kulanz.people.hours import BusinessHours
from kulanz.routing.actions import give_case

from ..facts import CaseFacts
from ..outlooks import ARCHIVED, BARRED, CLOSED, GONE, SAME
from ..sources import Sources, choices_of, is_gone, name_of
from .base import EFFECTS, Done, EffectKind, EffectStep, Values, no_fields

LONGEST_SNOOZE = 90  # days
WHOM = (
    (WaitingFor.CUSTOMER.value, pgettext_lazy("waited for", "the customer")),
    (WaitingFor.OTHERS.value, pgettext_lazy("waited for", "others")),
)
ENDINGS = (
    (EndingReason.NO_ANSWER.value, gettext_lazy("no answer needed")),
    (EndingReason.NEWSLETTER.value, gettext_lazy("newsletter")),
    (EndingReason.SPAM.value, gettext_lazy("spam")),
)


def _tag_field(sources: Sources) -> dict[str, forms.Field]:
    return {"tag": forms.TypedChoiceField(label=_("Tag"), choices=choices_of(sources.tags), coerce=int)}


def _tag_name(values: Values, sources: Sources) -> str:
    return name_of(sources.tags, values["tag"])


def _put_on(doing: EffectStep, values: Values) -> Done | None:
    name = str(doing.sources.tags.get(values["tag"], ""))
    change = actions.change_tags(case_id=doing.case_id, by=doing.by, add=[name])
    return Done(name, {"remove": [*change.added]}) if change else None


def _take_off(doing: EffectStep, values: Values) -> Done | None:
    name = str(doing.sources.tags.get(values["tag"], ""))
    change = actions.change_tags(case_id=doing.case_id, by=doing.by, remove=[name])
    return Done(name, {"add": [*change.removed]}) if change else None


def _put_problem(facts: CaseFacts, values: Values, sources: Sources) -> str:
    tag = sources.tags.get(values["tag"])
    if is_gone(tag):
        return GONE if tag is None else ARCHIVED
    return SAME if values["tag"] in facts.tags else ""


def _off_problem(facts: CaseFacts, values: Values, sources: Sources) -> str:
    return "" if values["tag"] in facts.tags else SAME


def _person_field(sources: Sources) -> dict[str, forms.Field]:
    return {"user": forms.TypedChoiceField(label=_("to whom"), choices=choices_of(sources.people), coerce=int)}


def _assign(doing: EffectStep, values: Values) -> Done | None:
    return _hand(doing, values["user"], doing.facts.case.team_id, name_of(doing.sources.people, values["user"]))


def _assign_problem(facts: CaseFacts, values: Values, sources: Sources) -> str:
    user = sources.people.get(values["user"])
    if user is None or not user.is_active:
        return GONE
    if not sight_of(user).covers(facts.case.team_id):
        return BARRED
    return SAME if facts.case.assignee_id == user.pk else ""


def _team_field(sources: Sources) -> dict[str, forms.Field]:
    return {"team": forms.TypedChoiceField(label=_("Team"), choices=choices_of(sources.teams), coerce=int)}


def _hand_to_team(doing: EffectStep, values: Values) -> Done | None:
    return _hand(doing, None, values["team"], name_of(doing.sources.teams, values["team"]))


def _team_problem(facts: CaseFacts, values: Values, sources: Sources) -> str:
    if values["team"] not in sources.teams:
        return GONE
    return SAME if (facts.case.team_id, facts.case.assignee_id) == (values["team"], None) else ""


def _hand(doing: EffectStep, user_id: int | None, team_id: int | None, name: str) -> Done | None:
    case = doing.facts.case
    before = (case.assignee_id, case.team_id)
    if before == (user_id, team_id):
        return None
    actions.assign_case(case_id=case.pk, by=doing.by, user_id=user_id, team_id=team_id, keep_team=False)
    return Done(name, {"user_id": before[0], "team_id": before[1]})


def _route(doing: EffectStep, values: Values) -> Done | None:
    return Done("") if give_case(case_id=doing.case_id, by=doing.by) else None


def _route_problem(facts: CaseFacts, values: Values, sources: Sources) -> str:
    return SAME if facts.case.assignee_id is not None or facts.case.team_id is None else ""


def _priority_field(sources: Sources) -> dict[str, forms.Field]:
    return {"level": forms.TypedChoiceField(label=_("Priority"), choices=Case.Priority.choices, coerce=int)}


def _prioritise(doing: EffectStep, values: Values) -> Done | None:
    before = doing.facts.case.priority
    if before == values["level"]:
        return None
    actions.set_priority(case_id=doing.case_id, by=doing.by, priority=values["level"])
    return Done(_level(values, doing.sources), {"priority": before})


def _level(values: Values, sources: Sources) -> str:
    return str(Case.Priority(values["level"]).label)


def _checklist_field(sources: Sources) -> dict[str, forms.Field]:
    choices = choices_of(sources.checklists)
    return {"checklist": forms.TypedChoiceField(label=_("Checklist"), choices=choices, coerce=int)}


def _put_checklist(doing: EffectStep, values: Values) -> Done | None:
    added = put_checklist(case_id=doing.case_id, template_id=values["checklist"], by=doing.by)
    if not added:
        return None
    return Done(name_of(doing.sources.checklists, values["checklist"]), {"line_ids": added, "undone": True})


def _checklist_problem(facts: CaseFacts, values: Values, sources: Sources) -> str:
    template = sources.checklists.get(values["checklist"])
    return "" if not is_gone(template) else GONE if template is None else ARCHIVED


def _wait_fields(sources: Sources) -> dict[str, forms.Field]:
    return {
        "whom": forms.ChoiceField(label=_("for whom"), choices=WHOM),
        "reason": forms.CharField(
            label=_("what for"), max_length=200, required=False, help_text=_("The customer reads it on their page.")
        ),
        "days": forms.IntegerField(label=_("ask again after days"), min_value=1, max_value=365, required=False),
    }


def _wait(doing: EffectStep, values: Values) -> Done | None:
    until = localdate() + timedelta(days=values["days"]) if values.get("days") else None
    whom = WaitingFor(values["whom"])
    actions.wait_for(case_id=doing.case_id, by=doing.by, whom=whom, reason=values["reason"], until=until)
    return Done(_whom(values, doing.sources), {})


def _whom(values: Values, sources: Sources) -> str:
    said = str(dict(WHOM)[values["whom"]])
    return f"{said} ({values['reason']})" if values["reason"] else said


def _is_closed(facts: CaseFacts, values: Values, sources: Sources) -> str:
    return "" if facts.case.state.is_open else CLOSED


def _wait_problem(facts: CaseFacts, values: Values, sources: Sources) -> str:
    is_so = facts.case.state is CaseStatus.WAITING_CUSTOMER and values["whom"] == WaitingFor.CUSTOMER.value
    return SAME if is_so else _is_closed(facts, values, sources)


def _snooze_field(sources: Sources) -> dict[str, forms.Field]:
    return {
        "days": forms.IntegerField(
            label=_("working days"),
            min_value=0,
            max_value=LONGEST_SNOOZE,
            help_text=_("0 means: until the customer writes. Else it is back at the opening of that day."),
        )
    }


def _snooze(doing: EffectStep, values: Values) -> Done | None:
    until = opening_after(doing.facts.hours, doing.facts.at, values["days"]) if values["days"] else None
    actions.snooze_case(case_id=doing.case_id, by=doing.by, until=until)
    return Done(_days(values, doing.sources), {})


def opening_after(hours: BusinessHours, at: datetime, days: int) -> datetime:
    """Return when the ``days``-th working day after ``at`` (aware) opens. Raises ``ValueError`` where there is none."""
    day = hours.after_working_days(at, days).astimezone(ZoneInfo(hours.zone)).date()
    while not hours.is_working_day(day):  # one that closes after midnight
        day -= timedelta(days=1)
    return datetime.combine(day, hours.hours[day.weekday()][0][0], ZoneInfo(hours.zone))


def _days(values: Values, sources: Sources) -> str:
    days = values["days"]
    if not days:
        return _("until a reply comes")
    return ngettext("for %(n)s working day", "for %(n)s working days", days) % {"n": days}


def _ending_field(sources: Sources) -> dict[str, forms.Field]:
    return {"reason": forms.ChoiceField(label=_("because"), choices=ENDINGS)}


def _end(doing: EffectStep, values: Values) -> Done | None:
    actions.end_case(case_id=doing.case_id, by=doing.by, reason=EndingReason(values["reason"]))
    return Done(_why(values, doing.sources), {})


def _why(values: Values, sources: Sources) -> str:
    return str(dict(ENDINGS)[values["reason"]])


def _nothing(values: Values, sources: Sources) -> str:
    return ""


EFFECTS.add(
    EffectKind(
        "tag-on", gettext_lazy("Put on a tag"), _tag_field,
        gettext_lazy("put on the tag “%(what)s”"), gettext_lazy("put the tag “%(what)s” on it"),
        _tag_name, _put_on, problem=_put_problem, undo=actions.change_tags,
    ),
    EffectKind(
        "tag-off", gettext_lazy("Take off a tag"), _tag_field,
        gettext_lazy("take off the tag “%(what)s”"), gettext_lazy("took the tag “%(what)s” off"),
        _tag_name, _take_off, problem=_off_problem, undo=actions.change_tags,
    ),
    EffectKind(
        "person", gettext_lazy("Make somebody accountable"), _person_field,
        gettext_lazy("hand it to %(what)s"), gettext_lazy("handed it to %(what)s"),
        lambda values, sources: name_of(sources.people, values["user"]),
        _assign, problem=_assign_problem, undo=actions.return_case,
    ),
    EffectKind(
        "team", gettext_lazy("Give it to a team"), _team_field,
        gettext_lazy("give it to the team %(what)s"), gettext_lazy("gave it to the team %(what)s"),
        lambda values, sources: name_of(sources.teams, values["team"]),
        _hand_to_team, problem=_team_problem, undo=actions.return_case,
    ),
    EffectKind(
        "route", gettext_lazy("Give it to whoever of the team fits best"), no_fields,
        gettext_lazy("give it to whoever fits best"), gettext_lazy("gave it to whoever fits best"),
        _nothing, _route, problem=_route_problem,
    ),
    EffectKind(
        "priority", gettext_lazy("Set the priority"), _priority_field,
        gettext_lazy("set the priority to %(what)s"), gettext_lazy("changed the priority to %(what)s"),
        _level, _prioritise, undo=actions.set_priority,
        problem=lambda facts, values, sources: SAME if facts.case.priority == values["level"] else "",
    ),
    EffectKind(
        "checklist", gettext_lazy("Put on a checklist"), _checklist_field,
        gettext_lazy("put on the checklist “%(what)s”"), gettext_lazy("put the checklist “%(what)s” on it"),
        lambda values, sources: name_of(sources.checklists, values["checklist"]),
        _put_checklist, problem=_checklist_problem, undo=remove_lines,
    ),
    EffectKind(
        "wait", gettext_lazy("Let it wait"), _wait_fields,
        gettext_lazy("let it wait for %(what)s"), gettext_lazy("made it wait for %(what)s"),
        _whom, _wait, problem=_wait_problem, undo=actions.undo_waiting,
    ),
    EffectKind(
        "snooze", gettext_lazy("Snooze it"), _snooze_field,
        gettext_lazy("snooze it %(what)s"), gettext_lazy("snoozed it %(what)s"),
        _days, _snooze, problem=_is_closed, undo=actions.undo_snooze,
    ),
    EffectKind(
        "end", gettext_lazy("End it without an answer"), _ending_field,
        gettext_lazy("end it: %(what)s"), gettext_lazy("ended it: %(what)s"),
        _why, _end, problem=_is_closed, undo=actions.undo_ending,
    ),
)  # fmt: skip
