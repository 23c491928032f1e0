"""The address of a page that takes no arguments is worked out once, instead of with ninety calls on every page."""

from django.template import Context, Node, defaulttags
from django.template.base import Parser, Token


class FixedAddress(Node):
    """`{% url "…" %}` of a view named in the template, without arguments: it is always the same."""

    def __init__(self, tag: defaulttags.URLNode) -> None:
        self.tag = tag
        self.address: str | None = None

    def render(self, context: Context) -> str:
        name = self.tag.asvar
        if self.address is None:
            text = self.tag.render(context)
            self.address = context[name] if name else text
            return text
        if name is None:
            return self.address
        context[name] = self.address
        return ""


def url(parser: Parser, token: Token) -> Node:
    """Django's tag `url`, but for fixed addresses."""
    tag = defaulttags.url(parser, token)
    is_fixed = not (tag.view_name.is_var or tag.args or tag.kwargs)
    return FixedAddress(tag) if is_fixed else tag
