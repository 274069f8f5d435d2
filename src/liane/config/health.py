"""Is the house ready? Asked by the launcher and by a supervisor, without signing in."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from liane.kit.pages import page


@page(public=True)
def healthz(request: HttpRequest) -> JsonResponse:
    """`{"status": "ok"}`, or 503 while the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})
