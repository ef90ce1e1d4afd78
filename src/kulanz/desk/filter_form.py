"""The fields of the filter builder. The form is shown and never checked: what it sends is an address, read as one."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from kulanz.cases.models import STATUS_CHOICES
from kulanz.cases.queries import ListFilter
from kulanz.channels.registry import kinds
from kulanz.events.actor import Actor
from kulanz.people.models import Brand, Team, User
from kulanz.ui.forms import StyledForm, style_form
from kulanz.ui.panels import CONDITIONS, FAMILIES

from .filtering import BY_HAND, GROUPS, PEOPLE, SORTS, SPANS, TITLES, Lazy, channel_name, name_of, since_words

Choice = tuple[str, Lazy]


def filter_form(wanted: ListFilter, reader: Actor, who: str) -> forms.Form:
    """Return the form that shows ``wanted`` and offers what its reader may see. Four queries.

    ``who`` is a customer or an organisation in words. Names of fields are those of the address.
    """
    given: dict[str, object] = dict(wanted.pairs())
    given |= {"status": [each.value for each in wanted.statuses], "who": who, "sort": wanted.sort.value}
    form = StyledForm(initial=given, auto_id="filter-%s")
    form.fields = {
        "view": forms.ChoiceField(
            label=_("In the view"), choices=_views(), widget=forms.Select({"autofocus": not who})
        ),
        "status": forms.MultipleChoiceField(
            label=_("Status"), choices=STATUS_CHOICES, widget=forms.CheckboxSelectMultiple
        ),
        "person": _person(wanted, reader),
        **_places(wanted, reader),
        "tag": _tag(_("Tag")),
        "untagged": _tag(_("Without the tag")),
        "who": forms.CharField(
            label=_("Customer or organisation"),
            help_text=_("Any words of name, address or number"),
            # Of several that fit, the first one takes the focus: it stands above the fields.
            widget=forms.TextInput({"maxlength": 100, "autocomplete": "off", "autofocus": bool(who)}),
        ),
        **_times(wanted),
        **_marks(),
        **{name: field for family in FAMILIES for name, field in family.fields().items()},
        "q": forms.CharField(label=_("Words"), widget=forms.TextInput({"maxlength": 100, "autocomplete": "off"})),
        "sort": forms.ChoiceField(label=_("Order"), choices=[(sort.value, name) for sort, name in SORTS.items()]),
    }
    for field in form.fields.values():
        field.required, field.is_plain = False, True  # type: ignore[attr-defined]
    style_form(form)
    return form


def _tag(label: str) -> forms.Field:
    return forms.CharField(label=label, widget=forms.TextInput({"list": "filter-tags", "maxlength": 50}))


def _views() -> list[tuple[Lazy, list[Choice]]]:
    return [(title or _("Mine"), [(view.value, TITLES[view]) for view, _name in views]) for title, views in GROUPS]


def _person(wanted: ListFilter, reader: Actor) -> forms.Field:
    colleagues = User.objects.filter(is_active=True).exclude(pk=reader.user_id or 0).order_by("name", "id")
    of_others = _rows(colleagues, wanted.person if wanted.person.isdecimal() else "")
    return forms.ChoiceField(
        label=_("Accountable"),
        choices=[("", _("everybody")), *PEOPLE.items(), (_("Open work of"), of_others)],
        help_text=_("Of colleagues you see open work only. What they have closed is shown to nobody but themselves."),
    )


def _places(wanted: ListFilter, reader: Actor) -> dict[str, forms.Field]:
    teams = Team.objects.order_by("name", "pk")
    if not reader.sees_all_teams:
        teams = teams.filter(pk__in=reader.team_ids)
    channels: list[Choice] = [*((key, channel_name(key)) for key in kinds()), BY_HAND]
    offered = {
        "team": (_("Team"), _rows(teams, wanted.team)),
        "brand": (_("Brand"), _rows(Brand.objects.order_by("name", "pk"), wanted.brand)),
        "channel": (_("Channel"), _keeping(channels, wanted.channel)),
    }
    return {
        name: forms.ChoiceField(label=label, choices=[("", _("all")), *rows]) for name, (label, rows) in offered.items()
    }


def _times(wanted: ListFilter) -> dict[str, forms.Field]:
    labels = {
        "waiting": _("Somebody waits for at least"),
        "quiet": _("Last word at least this long ago"),
        "heard": _("Last word within"),
    }
    spans: list[Choice] = [(span, since_words(span)) for span in SPANS]
    found: dict[str, forms.Field] = {}
    for name, label in labels.items():
        since = getattr(wanted, name)
        choices = _keeping(spans, since, since_words(since) if since else "")
        found[name] = forms.ChoiceField(label=label, choices=[("", _("any time")), *choices])
    return found


def _marks() -> dict[str, forms.Field]:
    choices: dict[str, tuple[Lazy, Iterable[Choice]]] = {
        "files": (_("Files"), [("yes", _("with files")), ("no", _("without files"))]),
        "unread": (_("Read"), [("yes", _("unread")), ("no", _("read by me"))]),
        "snoozed": (_("Snoozed"), [("yes", _("snoozed")), ("no", _("not snoozed"))]),
        **{name: (each.label, each.choices) for name, each in sorted(CONDITIONS.items())},
    }
    return {
        name: forms.ChoiceField(label=label, choices=[("", _("all")), *offered])  # type: ignore[arg-type]
        for name, (label, offered) in choices.items()
    }


def _rows(rows: QuerySet[Model], current: object) -> list[Choice]:
    offered: list[Choice] = [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
    chosen = str(current or "")
    is_offered = not chosen or chosen in dict(offered)
    # Somebody who has left, a team out of sight, oneself by one's id: no choice, but a name all the same.
    return offered if is_offered else _keeping(offered, chosen, name_of(rows.model, int(chosen)))


def _keeping(choices: list[Choice], current: str, words: str = "") -> list[Choice]:
    """The choices, and what is chosen now among them: a filter that is opened and sent again stays what it was."""
    is_offered = not current or any(value == current for value, _words in choices)
    return choices if is_offered else [*choices, (current, words or current)]
