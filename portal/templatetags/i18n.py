"""Takes the place of Django's library of this name: the same tags, but a fixed text is looked up once per language.

A page has up to a hundred of them, and Django's tag does the work of seventy calls for each.
"""

from django.template import Context, Library, Node
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class FixedText(Node):
    """`{% translate "…" %}` of a text that stands in the template. What it says depends on the language alone."""

    def __init__(self, tag: i18n.TranslateNode) -> None:
        self.variable, tag.asvar = tag.asvar, None
        self.tag = tag
        self.texts: dict[str | None, str] = {}  # by language

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.texts:
            self.texts[language] = self.tag.render(context)
        if self.variable is None:
            return self.texts[language]
        context[self.variable] = self.texts[language]
        return ""


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    tag = i18n.do_translate(parser, token)
    text = tag.filter_expression
    is_fixed = text.var.literal is not None and not text.filters and tag.message_context is None
    return FixedText(tag) if is_fixed else tag
