"""What a view answers with a printed document, and what if there is none."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from portal.printing.typst import PrintError, render_pdf
from portal.requests import PortalRequest

logger = logging.getLogger(__name__)


def pdf_answer(
    request: PortalRequest, template: str, data: Mapping[str, object], *, name: str, otherwise: str
) -> HttpResponse:
    """The document, to be looked at. If it cannot be set, a page that leads to `otherwise`, where the same stands."""
    try:
        pdf = render_pdf(template, data)
    except PrintError:
        logger.exception("%s was not printed", name)
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return render(request, "portal/not_printed.html", {"otherwise": otherwise}, status=status)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
