"""A text that stands in a template is looked up once per language, instead of with seventy calls on every page."""

from django.template import Context, Node
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language


class FixedText(Node):
    """`{% translate "…" %}` of a text that stands in the template. What it says depends on the language alone."""

    def __init__(self, tag: i18n.TranslateNode) -> None:
        self.variable, tag.asvar = tag.asvar, None
        self.tag = tag
        self.texts: dict[str | None, str] = {}  # by language

    def render(self, context: Context) -> str:
        language = context.render_context.get("language")
        if language is None:
            language = context.render_context["language"] = get_language()  # one for the whole template
        if language not in self.texts:
            self.texts[language] = self.tag.render(context)
        if self.variable is None:
            return self.texts[language]
        context[self.variable] = self.texts[language]
        return ""


def translate(parser: Parser, token: Token) -> Node:
    """Django's tag `translate`, but for fixed texts."""
    tag = i18n.do_translate(parser, token)
    text = tag.filter_expression
    is_fixed = text.var.literal is not None and not text.filters and tag.message_context is None
    return FixedText(tag) if is_fixed else tag
