"""A session somebody can see in a list and end."""

from typing import Any, ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from tandem.kit.ids import uuid7
from tandem.rooms.people.models.account import Account


class SessionManager(BaseSessionManager["Session"]):
    use_in_migrations = False


class Session(AbstractBaseSession):
    id = models.UUIDField(default=uuid7, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    agent = models.CharField(max_length=300, default="", blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True)

    BROWSERS: ClassVar = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    SYSTEMS: ClassVar = (
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "Chromebook"),
        ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
    )  # fmt: skip

    objects: ClassVar[SessionManager] = SessionManager()

    def save(self, **how: Any) -> None:
        """The store saves a fresh instance each time: what it does not know (when it began) stays as it is."""
        if how.get("force_update"):
            how["update_fields"] = ["session_data", "expire_date", "account", "agent"]
        super().save(**how)

    @property
    def device(self) -> str:
        """What it looks like to its owner, e.g. Firefox · Android; what the browser says when it is not known."""
        found = [
            next((name for sign, name in known if sign in self.agent), "") for known in (self.BROWSERS, self.SYSTEMS)
        ]
        return " · ".join(filter(None, found)) or self.agent[:60]

    @classmethod
    def get_session_store_class(cls):  # type: ignore[no-untyped-def]
        from tandem.rooms.people.session_store import SessionStore

        return SessionStore
