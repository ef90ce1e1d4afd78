"""What a template says whoever looks: sentences without a gap, icons, addresses. Found once, then kept.

A page of the desk has two hundred of them. Django looks each up at every drawing, and escapes it again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, groupby

from django.template import Context, Node, NodeList, Origin, Template, library
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.template.defaulttags import IfNode, URLNode, url
from django.template.loaders import base, cached
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import get_script_prefix, reverse
from django.utils.html import escape
from django.utils.translation import get_language

_INDENT = re.compile(r"\n\s+")


class _Joining(base.Loader):
    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        template = super().get_template(template_name, skip)
        join(template.nodelist, is_markup=template_name.endswith(".html"))
        return template


class Loader(cached.Loader, _Joining):
    """Reads each template once, as Django's own does; what is fixed in it is drawn as one piece."""


class Sentence(Node):
    """A sentence in each language that somebody has read it in."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.kept: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> str:
        """Say it in the language of the page."""
        spoken = get_language(), context.autoescape
        if spoken not in self.kept:
            self.kept[spoken] = self.node.render(context)
        return self.kept[spoken]


class Picture(Node):
    """An icon whose name and look stand in the template. Drawn at the first need: names of files are known by then."""

    child_nodelists = ()

    def __init__(self, node: library.SimpleNode) -> None:
        self.node = node
        self.kept: str | None = None

    def render(self, context: Context) -> str:
        """Return the drawing."""
        if self.kept is None:
            self.kept = self.node.render(context)
        return self.kept


class Run(Node):
    """What stands side by side in a template and is the same for everybody who reads one language."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.kept: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> str:
        """Say all of it in the language of the page."""
        spoken = get_language(), context.autoescape
        if spoken not in self.kept:
            self.kept[spoken] = "".join(node.render(context) for node in self.nodes)
        return self.kept[spoken]


class Address(Node):
    """A page's own address. Most of a page lead to the same few cases as those of the page before."""

    child_nodelists = ()

    def __init__(self, node: URLNode) -> None:
        self.node = node

    def render(self, context: Context) -> str:
        """Return it as it stands in a page."""
        name: str = self.node.view_name.resolve(context)
        parts = tuple(str(part.resolve(context)) for part in self.node.args)
        found = _address(name, parts, get_script_prefix())
        return escape(found) if context.autoescape else found


@lru_cache(maxsize=8_192)
def _address(name: str, parts: tuple[str, ...], prefix: str) -> str:
    """``prefix`` is the path that the house is served under: all that addresses depend on but their parts."""
    return reverse(name, args=parts)


def join(nodes: NodeList, *, is_markup: bool) -> None:
    """Make each run of fixed pieces one node, here and in all that is nested. In markup, indents are left out."""
    for node in nodes:
        for nested in _nested(node):
            join(nested, is_markup=is_markup)
        if is_markup and isinstance(node, TextNode):
            node.s = _INDENT.sub("\n", node.s)
    runs = (list(run) if is_fixed else run for is_fixed, run in groupby(nodes, _is_fixed))
    nodes[:] = chain.from_iterable([Run(run)] if isinstance(run, list) and len(run) > 1 else run for run in runs)


def _nested(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):
        return [each for _condition, each in node.conditions_nodelists]
    return [each for name in node.child_nodelists if (each := getattr(node, name, None)) is not None]


def _is_fixed(node: Node) -> bool:
    return isinstance(node, TextNode | Sentence | Picture)


def address(parser: Parser, token: Token) -> Node:
    """Read `{% url … %}` as Django does."""
    node = url(parser, token)
    return node if node.asvar or node.kwargs else Address(node)


def sentence(parser: Parser, token: Token) -> Node:
    """Read `{% translate "…" %}` as Django does; what it says is kept unless it depends on the page."""
    node = do_translate(parser, token)
    said = [node.filter_expression, *filter(None, [node.message_context])]
    return node if node.asvar or not all(map(_is_written_out, said)) else Sentence(node)


def picture(node: library.SimpleNode) -> Node:
    """Keep what this use of `{% icon … %}` draws, unless it depends on the page."""
    given = [*node.args, *node.kwargs.values()]
    return Picture(node) if all(map(_is_written_out, given)) else node


def _is_written_out(expression: FilterExpression) -> bool:
    """Whether the template holds the text itself. A label in `_("…")` is not: it has its own word in each language."""
    variable = expression.var
    literal = isinstance(variable, str) or (getattr(variable, "literal", None) is not None and not variable.translate)
    return literal and not expression.filters
