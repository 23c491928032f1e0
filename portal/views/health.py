from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """For the balancer: 200 when this process reaches its database, an error otherwise."""
    connection.ensure_connection()
    return HttpResponse("ok", content_type="text/plain")
