from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.requests import PortalRequest
from portal.search.results import Results
from portal.search.suggestion_list import suggestion_list
from portal.search.suggestions import suggestions


@require_safe
def search(request: PortalRequest) -> HttpResponse:
    """The page of results. Each of its links, and the search box, is a plain GET."""
    text = request.GET.get("q", "").strip()
    results = Results(request.user, text, kind=request.GET.get("kind", ""), page=request.GET.get("page", ""))
    return render(request, "portal/search.html", {"results": results, "search_text": text})


@require_safe
def search_suggestions(request: PortalRequest) -> HttpResponse:
    """What the search box shows while one types; empty as long as there is too little to go by."""
    text = request.GET.get("q", "").strip()
    found = suggestions(request.user, text)
    return HttpResponse("" if found is None else suggestion_list(text, found))
