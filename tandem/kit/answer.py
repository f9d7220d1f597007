"""The one place that looks at htmx: a fragment for the page that asked, a redirect for everybody else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, else_to: Any, status: int = 200
) -> HttpResponse:
    """The fragment `template` for htmx, otherwise a redirect to `else_to` (a URL, a view's name or a model)."""
    if is_fragment(request):
        return render(request, template, context, status=status)
    return redirect(else_to)
