"""The address of a page that takes no arguments is worked out once, instead of with ninety calls on every page.

`portal.apps` puts the tag in the place of Django's.
"""

from django.template import Context, Node, defaulttags
from django.template.base import Parser, Token


class FixedAddress(Node):
    """`{% url "…" %}` of a view named in the template, without arguments: it is always the same."""

    def __init__(self, tag: defaulttags.URLNode) -> None:
        self.variable, tag.asvar = tag.asvar, None
        self.tag = tag
        self.address = ""

    def render(self, context: Context) -> str:
        self.address = self.address or self.tag.render(context)
        if self.variable is None:
            return self.address
        context[self.variable] = self.address
        return ""


def url(parser: Parser, token: Token) -> Node:
    """Django's tag `url`, but for fixed addresses."""
    tag = defaulttags.url(parser, token)
    is_fixed = not (tag.view_name.is_var or tag.args or tag.kwargs)
    return FixedAddress(tag) if is_fixed else tag
