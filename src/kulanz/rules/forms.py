"""Forms of rules and macros that work without a script: parts are added and dropped by buttons of the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kulanz.core.ids import id_in
from kulanz.core.places import unknown_places
from kulanz.people.models import Brand, Team
from kulanz.ui.forms import StyledForm, style_form

from .content import ContentWrong, checked_part
from .kinds import CONDITIONS, EFFECTS, TRIGGERS, Registry
from .models import Macro
from .rules import MOST_PARTS, Content, RulePart
from .sources import Sources
from .texts import OF_WRITER

ADD, DROP = "add", "drop"


class PartRow:
    """One part in a form: ``key`` tells it from the others, ``form`` asks what its kind wants to know."""

    def __init__(self, registry: Registry[Any], where: str, key: int, part: RulePart, sources: Sources) -> None:
        self.registry, self.where, self.key, self.part, self.sources = registry, where, key, part, sources
        self.kind = registry.named(part.kind, sources)
        self.form = self._form(initial=dict(part.values))

    @property
    def prefix(self) -> str:
        """What the names of its fields begin with."""
        return f"{self.where}-{self.key}"

    def _form(self, **more: Any) -> forms.Form:
        form = forms.Form(prefix=self.prefix, **more)
        asked: dict[str, Any] = self.kind.fields(self.sources) if self.kind is not None else {}
        for field in asked.values():
            field.is_plain = True
        form.fields = asked
        style_form(form)
        return form

    def take(self, given: QueryDict, *, check: bool) -> bool:
        """Show what was typed, with what is wrong about it where it is to be checked. Says whether it is right."""
        if not check:
            raw = {
                name: field.widget.value_from_datadict(given, {}, f"{self.prefix}-{name}")
                for name, field in self.form.fields.items()
            }
            self.form = self._form(initial=raw)
            return True
        self.form = self._form(data=given)
        if self.kind is None or not self.form.is_valid():
            return False
        self.part = checked_part(
            self.registry, RulePart(self.part.kind, self.form.cleaned_data), self.sources, self.prefix
        )
        return True


class Parts:
    """The parts of one sort in a form, by hidden fields "where" = "key:kind" in their order."""

    def __init__(
        self, registry: Registry[Any], where: str, sources: Sources, kept: Sequence[RulePart], given: QueryDict | None
    ) -> None:
        self.registry, self.where, self.sources, self.error = registry, where, sources, ""
        found = [*enumerate(kept)] if given is None else self._named(given)
        self.rows = [PartRow(registry, where, key, part, sources) for key, part in found]

    def _named(self, given: QueryDict) -> list[tuple[int, RulePart]]:
        named = [each.partition(":")[::2] for each in given.getlist(self.where)][: MOST_PARTS + 1]
        found = [(id_in(key), RulePart(kind)) for key, kind in named]
        found = [(key, part) for key, part in found if key is not None and f"{self.where}-{key}" != given.get(DROP)]
        more = given.get(f"more-{self.where}", "")
        if given.get(ADD) == self.where and self.registry.named(more, self.sources) is not None:
            found.append((max((key or 0 for key, _part in found), default=0) + 1, RulePart(more)))
        return [(key or 0, part) for key, part in found]

    def take(self, given: QueryDict, *, check: bool) -> bool:
        """Show what was typed in all of them. Says whether all is right."""
        if len(self.rows) > MOST_PARTS:
            self.error = _("There is room for %(n)s of them.") % {"n": MOST_PARTS}
        right = [row.take(given, check=check and row.prefix in self._there(given)) for row in self.rows]
        return all(right) and not self.error

    def _there(self, given: QueryDict) -> set[str]:
        return {f"{self.where}-{each.partition(':')[0]}" for each in given.getlist(self.where)}

    @property
    def offered(self) -> list[tuple[str, str]]:
        """The kinds that can be added."""
        return [(kind.key, str(kind.label)) for kind in self.registry.offered(self.sources)]

    @property
    def parts(self) -> tuple[RulePart, ...]:
        """What they are, once they were checked."""
        return tuple(row.part for row in self.rows)


class MacroParts(Parts):
    """The changes of a macro: what can be undone."""

    @property
    def offered(self) -> list[tuple[str, str]]:
        """The kinds that can be added."""
        return [(kind.key, str(kind.label)) for kind in EFFECTS.offered(self.sources) if kind.in_macros]


class RuleForm(StyledForm):
    """A rule: its name, when, if, then. A press on a button that adds or drops a part checks nothing."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    any_of = forms.ChoiceField(
        label=gettext_lazy("How many must hold"),
        choices=(("", gettext_lazy("all of them")), ("yes", gettext_lazy("one of them is enough"))),
        required=False,
    )
    stops = forms.BooleanField(label=gettext_lazy("The rules behind it look at the same case no more"), required=False)

    def __init__(self, given: QueryDict | None, *, name: str = "", stops: bool = False, content: Content | None = None):
        self._given, self.sources = given, Sources()
        content = content or Content(RulePart("new-case"))
        self.is_asked = given is not None and ADD not in given and DROP not in given
        initial = {"name": name, "stops": stops, "any_of": "yes" if content.any_of else ""}
        super().__init__(given if self.is_asked else None, initial=given.dict() if given is not None else initial)
        for field in ("name", "any_of", "stops"):
            self.fields[field].is_plain = True  # type: ignore[attr-defined]
        wanted = content.when if given is None else RulePart(given.get("when", ""))
        self.when = PartRow(TRIGGERS, "when", 0, wanted, self.sources)
        self.conditions = Parts(CONDITIONS, "if", self.sources, content.conditions, given)
        self.effects = Parts(EFFECTS, "then", self.sources, content.effects, given)

    @property
    def triggers(self) -> list[tuple[str, str]]:
        """When a rule can look."""
        return [(kind.key, str(kind.label)) for kind in TRIGGERS.offered(self.sources)]

    def read(self) -> Content | None:
        """Return the content that was sent, ``None`` where it is to be shown once more."""
        given = self._given
        if given is None:
            return None
        is_new_kind = given.get("when") != given.get("when-was") and bool(self.when.form.fields)
        check = self.is_asked and not is_new_kind
        # All of them, so that everything that is wrong is said at once.
        right = [
            self.when.take(given, check=check),
            self.conditions.take(given, check=check),
            self.effects.take(given, check=check),
            not check or self.is_valid(),
        ]
        if check and not self.effects.rows:
            self.effects.error = _("Say at least one thing that is done then.")
        if not check or not all(right) or self.effects.error:
            return None
        any_of = self.cleaned_data["any_of"] == "yes"
        return Content(self.when.part, self.conditions.parts, self.effects.parts, any_of)


class MacroForm(StyledForm, forms.ModelForm):  # type: ignore[type-arg]
    """A macro: whose it is, for which brand, its words and its changes."""

    whose = forms.ChoiceField(label=pgettext_lazy("macro", "Who uses it"))

    class Meta:
        model = Macro
        fields = ("name", "brand", "text", "text_informal", "text_english")

    def __init__(self, given: QueryDict | None, *, instance: Macro, shares: bool) -> None:
        self._given = given
        self.is_asked = given is not None and ADD not in given and DROP not in given
        super().__init__(
            given if self.is_asked else None, instance=instance, initial=given.dict() if given is not None else None
        )
        teams = [(str(team.pk), team.name) for team in Team.objects.order_by("name")]
        choices = [("me", _("only me")), *([("all", _("everybody")), *teams] if shares else [])]
        whose: Any = self.fields["whose"]
        whose.choices = choices
        whose.initial = "me" if instance.owner_id or instance.pk is None else str(instance.team_id or "all")
        brand: Any = self.fields["brand"]
        brand.queryset, brand.empty_label = Brand.objects.order_by("name"), _("all brands")
        for name, field in self.fields.items():
            field.is_plain = True  # type: ignore[attr-defined]
            if name.startswith("text"):
                field.widget.attrs["rows"] = 6
        places = ", ".join(f"{{{name}}}" for name in OF_WRITER)
        self.fields["text"].help_text = _("Places that are filled in: %(places)s. Leave gaps as ‹day, time›.") % {
            "places": places
        }
        self.order_fields(["name", "whose", "brand", "text", "text_informal", "text_english"])
        kept = [RulePart(each["kind"], {k: v for k, v in each.items() if k != "kind"}) for each in instance.effects]
        self.effects = MacroParts(EFFECTS, "then", Sources(), kept, given)

    def clean(self) -> dict[str, Any]:
        """Refuse places that nobody fills in."""
        data = super().clean() or {}
        for name in ("text", "text_informal", "text_english"):
            if wrong := unknown_places(data.get(name) or "", OF_WRITER):
                known = ", ".join(f"{{{place}}}" for place in OF_WRITER)
                words = _("Nobody fills in {%(place)s}. There are: %(known)s") % {"place": wrong[0], "known": known}
                self.add_error(name, words)
        return data

    def read(self, owner_id: int | None) -> tuple[RulePart, ...] | None:
        """Take over what was sent and return the changes, ``None`` where the form is to be shown once more."""
        if self._given is None:
            return None
        right = [self.effects.take(self._given, check=self.is_asked), not self.is_asked or self.is_valid()]
        if not self.is_asked or not all(right):
            return None
        if not self.effects.rows and not self.cleaned_data["text"].strip():
            self.add_error("text", _("A macro has words, or changes something."))
            return None
        whose = self.cleaned_data["whose"]
        self.instance.owner_id = owner_id if whose == "me" else None
        self.instance.team_id = id_in(whose)
        return self.effects.parts


def words_of_wrong(wrong: ContentWrong) -> str:
    """Return what is wrong about a rule or a macro where its form did not say it."""
    return wrong.words or _("There is no room for another one.")
