"""Who the session's account is: one query with its person."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from tandem.rooms.people.models import Account


class AccountBackend(BaseBackend):
    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Signing in goes through the action `sign_in`, which knows limits and dated roles."""
        return

    def get_user(self, user_id: Any) -> Account | None:
        return Account.objects.select_related("person").filter(pk=user_id, ended_at=None).first()
