"""Tags of the office."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tonfall import ListedRule

register = template.Library()


@register.simple_tag
def level_options(rule: ListedRule, levels: Mapping[str, str]) -> SafeString:
    """Draw the choices of a rule's level; the first leaves it as the rule itself is."""
    names = {"off": _("off"), "hint": _("hint"), "strong": _("important"), "stop": _("stops sending")}
    chosen = levels.get(rule.id, "")
    usual = _("as usual: %(level)s") % {"level": names[rule.level]}
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        [
            (level, SafeString(" selected") if level == chosen else "", names[level])
            for level in ("off", "hint", "strong")
        ],
    )
    return format_html('<option value="">{}</option>{}', usual, options)
