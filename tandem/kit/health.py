"""Is it up? For machines: JSON, no personal data, 503 when the database does not answer."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

import tandem


def healthz(request: HttpRequest) -> JsonResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        database = "ok"
    except DatabaseError:
        database = "down"
    status = 200 if database == "ok" else 503
    return JsonResponse({"status": database, "database": database, "version": tandem.VERSION}, status=status)
