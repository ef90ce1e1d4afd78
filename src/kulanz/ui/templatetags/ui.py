"""Tags and filters of the design system. All are plain string work: a list page uses them by the hundred."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.http import HttpRequest
from django.template.base import Parser, Token
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kulanz.ui import fixed, icons, letters, navigation, panels, states, when
from kulanz.ui.bundle import bundle
from kulanz.ui.forms import style_form
from kulanz.ui.language import page_language
from kulanz.ui.modules import modules

register = template.Library()
THEMES = ("light", "dark")
KEYS = ("on", "alt", "off")
WIDE_ONLY = SafeString(' class="wide-only"')
BANNERS = {"success": "ok", "warning": "warn", "error": "risk"}
CURRENT = SafeString(' aria-current="page"')


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """`{% icon "inbox" %}`, `{% icon "x" "s" %}`, `{% icon "lock" label=_("Encrypted") %}`."""
    return icons.icon(name, css, label)


_draw_icon = register.tags["icon"]


@register.tag("icon")
def _icon(parser: Parser, token: Token) -> template.Node:
    return fixed.picture(_draw_icon(parser, token))


@register.tag
def translate(parser: Parser, token: Token) -> template.Node:
    """Django's `{% translate "…" %}`, which looks a sentence up once in each language. Load `ui` after `i18n`."""
    return fixed.sentence(parser, token)


@register.tag("url")
def _url(parser: Parser, token: Token) -> template.Node:
    return fixed.address(parser, token)


@register.simple_tag
def status(state: str) -> SafeString:
    """`{% status case.status %}`: the sign and the word of a case's state."""
    return states.chip(state)


@register.simple_tag
def mood(level: str) -> SafeString:
    """`{% mood "upset" %}`: calm, upset or urgent as a chip. Put the words that show it beside it."""
    return states.mood(level)


@register.filter
def banner_look(kind: str) -> str:
    """How a banner of this kind looks: Django's levels of messages have other names than the style sheet."""
    return BANNERS.get(kind, kind) or "info"


@register.filter
def button_look(attrs: dict[str, Any]) -> str:
    """How a button of the sign-in pages looks, by the tags that they put on it."""
    tags = attrs.get("tags") or ()
    if "delete" in tags or "danger" in tags:
        return "risk"
    return "" if attrs.get("href") or "outline" in tags or "secondary" in tags else "primary"


@register.simple_tag
def stylesheet() -> str:
    """The address of the one style sheet."""
    return reverse("ui:stylesheet", args=[bundle().name])


@register.simple_tag
def language() -> str:
    """The language for `<html lang>`."""
    return page_language()


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str) -> SafeString:
    """Draw what rooms show in a place of the page, see ``panels.Slot``."""
    page: panels.PagePanels = context["panels"]
    return page.draw(panels.Slot(name), context)


@register.simple_tag(takes_context=True)
def commands(context: template.Context) -> list[navigation.Place]:
    """What the palette offers to whoever asks, beside what stands on the page."""
    return [place for place in navigation.COMMANDS if place.allowed(context["request"])]


@register.simple_tag
def script(entry: str) -> str:
    """The address of the script modules of a page in its language: `{% script "desk" %}` or `{% script "portal" %}`."""
    language = get_language() or "de"
    return reverse("ui:script", args=[entry, language, modules(entry, language).name])


@register.simple_tag(takes_context=True)
def address(context: template.Context, name: str) -> str:
    """The address registered under this name; empty where nobody registered one."""
    return navigation.address(name, context.get("request"))


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> SafeString:
    """The person's choice from the cookie; nothing means: as the system does."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return format_html('data-theme="{}"', chosen) if chosen in THEMES else SafeString()


@register.simple_tag(takes_context=True)
def keys_mode(context: template.Context) -> str:
    """How single keys act: "on", "alt" (only together with Alt) or "off". The cookie is newer than the account."""
    request = context.get("request")
    chosen = request.COOKIES.get("single_keys", "") if request else ""
    kept = getattr(getattr(request, "user", None), "shortcuts", "")
    return chosen if chosen in KEYS else kept if kept in KEYS else "on"


@register.simple_tag(takes_context=True)
def nav(context: template.Context, current: str = "") -> SafeString:
    """The two lists of the rail. `current` is the key of the open place."""
    request: HttpRequest | None = context.get("request")
    places = navigation.places_for(request) if request else []
    main = [place for place in places if not place.foot]
    foot = [place for place in places if place.foot]
    drawn = (_links(each, current, request) for each in (main, foot))
    return format_html('<ul class="main">{}</ul><ul class="foot">{}</ul>', *drawn)


@register.simple_tag(takes_context=True)
def title_mark(context: template.Context) -> str:
    """What stands before the title of a page: "(3) " where three things are new for whoever asks."""
    request: HttpRequest | None = context.get("request")
    amount = navigation.amount_for(request) if request else 0
    return f"({_few(amount)}) " if amount else ""


def bell(place: navigation.Place, amount: int) -> SafeString:
    """How much is new at a place; hidden where nothing is. It is fetched anew when its news say so."""
    return format_html(
        '<b id="bell" class="amount" data-amount="{}" hx-get="{}" hx-trigger="notices-changed from:body" '
        'hx-swap="outerHTML"{}>{}</b>',
        _few(amount) if amount else "",
        place.amount_url,
        "" if amount else SafeString(" hidden"),
        _few(amount),
    )


def _few(amount: int) -> str:
    return str(amount) if amount < 100 else "99+"


def _links(places: list[navigation.Place], current: str, request: HttpRequest | None) -> SafeString:
    return format_html_join(
        "",
        '<li{}><a href="{}"{}{}>{}{}{}</a></li>',
        (
            (
                WIDE_ONLY if place.wide_only else "",
                place.url,
                CURRENT if place.key == current else "",
                format_html(' data-key="{}"', place.keys) if place.keys else "",
                icons.icon(place.icon),
                place.label,
                bell(place, place.amount(request)) if place.amount is not None and request else "",
            )
            for place in places
        ),
    )


@register.filter
def short_time(at: Any) -> str:
    """For list rows: 10:02, Mi., 12. Nov."""
    return _spoken(when.short_time, at)


@register.filter
def short_when(at: Any) -> str:
    """For entries: heute, 08:52 or Di., 17. Nov., 16:20."""
    return _spoken(when.short_when, at)


@register.filter
def short_day(day: date) -> str:
    """For days in reasons: heute, Fr. or Di., 17. Nov."""
    at, language = here()
    return when.short_day(day, now=at, language=language)


@register.filter
def long_when(at: Any) -> str:
    """For sentences: heute, 08:52 or Freitag, 20. November, 12 Uhr."""
    return _spoken(when.long_when, at)


@register.filter
def long_day(at: Any) -> str:
    """Freitag, 20. November."""
    return _spoken(when.long_day, at)


@register.filter
def full_day(at: Any) -> str:
    """For letters: 8. Dezember 2026."""
    return _spoken(when.full_day, at)


@register.filter
def letter(text: str, is_theirs: bool = False) -> SafeString:
    """A letter's text where the style keeps blanks and line ends: addresses are links, in ours **words** are strong."""
    return letters.in_lines(text, is_ours=not is_theirs)


@register.filter
def paragraphs(text: str, is_ours: bool = True) -> SafeString:
    """A letter's text for mails: paragraphs with every line end and blank that was typed."""
    return letters.in_paragraphs(text, is_ours=is_ours)


@register.filter
def since(at: Any) -> str:
    """How long something waits: 18 Min., 1 Std. 22 Min., 1 Werktag."""
    return _spoken(when.since, at)


@register.filter
def iso(at: Any) -> str:
    """For `<time datetime>`; an empty string for nothing."""
    return when.iso(at, timezone.localtime()) if isinstance(at, datetime) else ""


@register.simple_tag
def moment(at: Any) -> SafeString:
    """`{% moment entry.at %}`: a `<time>` that says "heute, 08:52" on the screen and the whole date on paper."""
    return time_at(at, *here())


def time_at(at: datetime, now: datetime, language: str) -> SafeString:
    """The same for code that draws many of them; ``now`` is in the zone of the house."""
    paper, said = when.on_paper(at, now=now, language=language), when.short_when(at, now=now, language=language)
    return format_html('<time datetime="{}" data-paper="{}">{}</time>', when.iso(at, now), paper, said)


@register.filter
def paper_when(at: Any) -> str:
    """For print: Di., 17. Nov. 2026, 16:20."""
    return _spoken(when.on_paper, at)


@register.filter
def ready_to_type(form: BaseForm) -> BaseForm:
    """A form of another package, dressed for the partial: its first field has the focus, no label is there twice."""
    style_form(form)
    for bound in form.visible_fields()[:1]:
        bound.field.widget.attrs["autofocus"] = True
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form


@register.filter
def filesize(size: Any) -> str:
    """Bytes as people read them: 84 KB, 1,8 MB (units of 1,000; decimal comma in German)."""
    return when.filesize(int(size or 0), get_language() or "de")


def here() -> tuple[datetime, str]:
    """The moment in the zone of the house, and the language of the page."""
    return timezone.localtime(), get_language() or "de"


def _spoken(write: when.TimeFormatter, at: Any) -> str:
    if not isinstance(at, datetime):
        return ""
    now, language = here()
    return write(at, now=now, language=language)
