"""My own page: language, reading, password, where I am signed in."""

from copy import copy
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from tandem.kit.problems import Problem
from tandem.rooms.people.access import PersonRequest, signed_in
from tandem.rooms.people.actions.change_password import change_password
from tandem.rooms.people.actions.end_session import end_session
from tandem.rooms.people.forms import PasswordForm, ReadingForm
from tandem.rooms.people.models import Account, Session


def _page(
    request: PersonRequest,
    *,
    reading: ReadingForm | None = None,
    password: PasswordForm | None = None,
    status: int = 200,
) -> HttpResponse:
    account = request.user
    assert isinstance(account, Account)
    sessions = Session.objects.filter(account=account, expire_date__gt=timezone.now()).order_by("-started_at")
    context = {
        "reading": reading or ReadingForm(instance=request.person),
        "password": password or PasswordForm(),
        "sessions": [(one, one.session_key == request.session.session_key) for one in sessions],
        "account": account,
    }
    return render(request, "people/me.html", context, status=status)


@signed_in
@require_GET
def show(request: PersonRequest) -> HttpResponse:
    return _page(request)


@signed_in
@require_POST
def reading(request: PersonRequest) -> HttpResponse:
    me = copy(request.person)  # what cannot be kept must not colour this page
    form = ReadingForm(request.POST, instance=me)
    if not form.is_valid():
        return _page(request, reading=form, status=422)
    me.save(update_fields=["language", "text_size", "calm"])
    with override(me.language):
        messages.success(request, _("Saved."))
    return redirect("people:me")


@signed_in
@sensitive_post_parameters()
@require_POST
def password(request: PersonRequest) -> HttpResponse:
    form, status = PasswordForm(request.POST), 422
    account = request.user
    assert isinstance(account, Account)
    if form.is_valid():
        try:
            change_password(account, **form.cleaned_data, keep_session=request.session.session_key, by=request.person)
        except Problem as problem:
            form.add_error("current", problem.words)
            status = problem.status
        else:
            update_session_auth_hash(request, account)
            messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
            return redirect("people:me")
    return _page(request, password=form, status=status)


@signed_in
@require_POST
def end_session_of(request: PersonRequest, id: UUID) -> HttpResponse:
    session = get_object_or_404(Session.objects.filter(account=request.user.pk), id=id)
    end_session(session, by=request.person)
    if session.session_key == request.session.session_key:
        logout(request)
        return redirect("people:sign-in")
    messages.success(request, _("That device is signed out."))
    return redirect("people:me")
