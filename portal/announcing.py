"""What is said aloud when htmx gets only a part of a page (static/js/swap.js)."""

import json

from django.http import HttpResponse


def announced(response: HttpResponse, text: str, **events: str) -> HttpResponse:
    """The response with the text to say, and further events that scripts wait for."""
    response.headers["HX-Trigger"] = json.dumps({"announce": text, **events})
    return response
