"""Which blocks a base template has is looked for once, instead of by two thousand calls on every page."""

from typing import Any

from django.template import Context, Node, NodeList, Template
from django.template.base import Parser, Token
from django.template.loader_tags import ExtendsNode, do_extends


class KnownNodes(NodeList):
    """The nodes of a template, which do not change once it is read."""

    def __init__(self, nodes: NodeList) -> None:
        super().__init__(nodes)
        self.by_type: dict[type[Node], list[Node]] = {}

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Node]:
        if nodetype not in self.by_type:
            self.by_type[nodetype] = super().get_nodes_by_type(nodetype)
        return self.by_type[nodetype]


class Extends(ExtendsNode):
    """`{% extends "…" %}` of a template that remembers its nodes."""

    def get_parent(self, context: Context) -> Template:
        parent = super().get_parent(context)
        if not isinstance(parent.nodelist, KnownNodes):
            parent.nodelist = KnownNodes(parent.nodelist)
        return parent


def extends(parser: Parser, token: Token) -> Node:
    node: Any = do_extends(parser, token)
    return Extends(node.nodelist, node.parent_name)
