"""Choosing several among a few or among hundreds: boxes to tick, which can be searched where they are many."""

from typing import Any

from django import forms

LONG = 12  # boxes that can be looked through at a glance


class TickList(forms.CheckboxSelectMultiple):
    """A box for each choice. In a long list the ticked ones come first; static/js/find-in-list.js searches it."""

    template_name = "components/tick_list.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        boxes = context["widget"]["optgroups"]
        if len(boxes) > LONG:
            context["widget"]["is_long"] = True
            boxes.sort(key=lambda group: not any(box["selected"] for box in group[1]))
        return context
