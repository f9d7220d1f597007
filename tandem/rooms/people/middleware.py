"""Who asks, in which language, by whose wall clock."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from tandem.rooms.people.models import Account, Session

SEEN_EVERY = timedelta(minutes=5)


class PersonMiddleware:
    """Sets `request.person` (None for a stranger) and signs out whoever holds no role any more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/static/", "/healthz")):
            request.person = None  # type: ignore[attr-defined]
            return self.get_response(request)
        account = request.user
        if isinstance(account, Account) and not account.person.roles:
            logout(request)
        person = request.user.person if isinstance(request.user, Account) else None
        request.person = person  # type: ignore[attr-defined]
        language = person.language if person else translation.get_language_from_request(request)
        zone = person.school.timezone if person and person.school else timezone.get_default_timezone()
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            if person:
                self._seen(request)
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _seen(self, request: HttpRequest) -> None:
        """Note the visit on the session, at most once in five minutes, so that reading stays reading."""
        now = timezone.now()
        last = request.session.get("_seen", 0)
        if now.timestamp() - last > SEEN_EVERY.total_seconds():
            request.session["_seen"] = int(now.timestamp())
            Session.objects.filter(session_key=request.session.session_key).update(seen_at=now)
