"""Who may: the gate every page stands behind, and who may see whose child."""

from collections.abc import Callable, Collection
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from tandem.kit.answer import is_fragment
from tandem.kit.socket import Identity
from tandem.rooms.people.models import Account, GuardianLink, Person, Role, Session
from tandem.rooms.people.session_store import SessionStore

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request whose person is known."""

    person: Person


def signed_in(page: Callable[Concatenate[PersonRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for people who are signed in. A stranger gets 404 like for a page that is not there, with the form in it."""

    @wraps(page)
    def gate(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "person", None) is None:
            return _sign_in_first(request)
        return page(request, *args, **kwargs)

    return gate


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if is_fragment(request):
        return HttpResponse(status=404, headers={"HX-Redirect": "/sign-in/"})
    from tandem.rooms.people.forms import SignInForm

    onward = request.get_full_path() if request.method == "GET" else "/"
    context = {"form": SignInForm(), "next": onward, "first": True}
    return render(request, "people/sign_in.html", context, status=404)


def children_of(guardian: Person, on: date, **rights: bool) -> list[GuardianLink]:
    """The guardian's links in force that carry every right named, with child and school: one query."""
    links = GuardianLink.objects.of(guardian).in_force(on).filter(**rights)
    return list(links.select_related("child", "organisation"))


def identity_of(session_key: str) -> Identity | None:
    """Who holds this session, with a role today; the same checks as for a page."""
    if not session_key:
        return None
    request = HttpRequest()
    request.session = SessionStore(session_key)
    account = get_user(request)
    if not isinstance(account, Account) or not account.person.roles:
        return None
    return Identity(account.person, account.pk, session_key)


def holders_of(session_keys: Collection[str]) -> dict[str, UUID]:
    """Whose each of these sessions is, of those that are alive and whose person has a role today: two queries.

    A session ends when its password is changed elsewhere: its row is gone then.
    """
    alive = Session.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    found = dict(alive.filter(account__ended_at=None).values_list("session_key", "account__person_id"))
    known = set(Role.objects.filter(person__in=set(found.values())).current().values_list("person_id", flat=True))
    return {key: person for key, person in found.items() if person in known}
