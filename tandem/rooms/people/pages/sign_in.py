"""Sign in, sign out."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login as start_session
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tandem.kit.problems import Problem
from tandem.rooms.people import events
from tandem.rooms.people.actions.sign_in import sign_in
from tandem.rooms.people.forms import SignInForm
from tandem.rooms.people.models import Session
from tandem.rooms.people.session_store import AGENT


def _onward(request: HttpRequest) -> str:
    """Where somebody wanted to go: an address of this house, otherwise the first page."""
    url = request.POST.get("next") or request.GET.get("next") or "/"
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}) else "/"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    if request.method == "GET" and getattr(request, "person", None):
        return redirect(_onward(request))
    if request.method == "GET" and request.GET.get("language") in dict(settings.LANGUAGES):
        return _speak(request, request.GET["language"])
    form = SignInForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            account = sign_in(form.cleaned_data["username"], form.cleaned_data["password"])
        except Problem as problem:
            form.add_error(None, problem.words)
            status = problem.status
        else:
            start_session(request, account, backend="tandem.rooms.people.backend.AccountBackend")
            request.session[AGENT] = request.headers.get("User-Agent", "")
            return redirect(_onward(request))
    elif request.method == "POST":
        status = 422
    return render(request, "people/sign_in.html", {"form": form, "next": _onward(request)}, status=status)


def _speak(request: HttpRequest, language: str) -> HttpResponse:
    """Remember a stranger's language on this device; a person has one of their own."""
    onward = _onward(request)
    url = reverse("people:sign-in") + (f"?{urlencode({'next': onward})}" if onward != "/" else "")
    response = redirect(url)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax", httponly=True)
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    key = request.session.session_key
    account_id = Session.objects.filter(session_key=key).values_list("account_id", flat=True).first()
    logout(request)
    events.signed_out.send(Session, account_id=account_id, session_key=key)
    response = redirect("people:sign-in")
    response.headers["Clear-Site-Data"] = '"cache"'  # a shared computer: back shows nothing
    return response
