"""A Problem is something the reader can mend. Its words are theirs; nothing was changed when it is raised."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


class Problem(Exception):
    """A change that cannot be made. `str(problem)` is a sentence for the person who asked."""

    status = 422

    def __init__(self, words: str, *, status: int | None = None) -> None:
        super().__init__(words)
        self.words = words
        if status is not None:
            self.status = status


class ProblemMiddleware:
    """Shows a Problem that no page caught, as a page or as a fragment, with its own status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, Problem):
            return None
        return render(request, "ui/problem.html", {"problem": problem}, status=problem.status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent from elsewhere, or long after the person signed out."""
    words = _(
        "This page was open for too long or came from elsewhere. Nothing was changed. Go back, reload and try again."
    )
    return render(request, "ui/problem.html", {"problem": Problem(words)}, status=403)


def _error(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"ui/{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Rendered without the database and without the person: either may be what broke."""
    return HttpResponse(render_to_string("ui/500.html"), status=500)
