"""Django's database sessions on our own table, so that somebody's sessions can be listed and ended."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DBStore

AGENT = "_agent"


class SessionStore(DBStore):
    @classmethod
    def get_model_class(cls) -> Any:
        from tandem.rooms.people.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.account_id = data.get(SESSION_KEY)
        session.agent = str(data.get(AGENT, ""))[:300]
        return session
