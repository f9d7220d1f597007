"""A person is global; what somebody is to a school lies on dated roles, memberships and guardian links."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models

from tandem.kit.rows import Row

if TYPE_CHECKING:
    from tandem.rooms.people.models.organisation import Organisation
    from tandem.rooms.people.models.role import Role


class Person(Row):
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    born_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="nl")
    text_size = models.CharField(max_length=6, choices=[("normal", "normal"), ("bigger", "bigger")], default="normal")
    calm = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.family_name[:1]).upper()

    @cached_property
    def roles(self) -> "list[Role]":
        """The roles held today, with their organisations: one query, once a request."""
        from tandem.rooms.people.models.role import Role

        return list(Role.objects.of(self).current().select_related("organisation"))

    @property
    def kinds(self) -> set[str]:
        return {role.kind for role in self.roles}

    @property
    def school(self) -> "Organisation | None":
        """The school, or the organisation, somebody first belongs to: it gives the wall clock of the page."""
        return self.roles[0].organisation if self.roles else None

    def organisations_as(self, *kinds: str) -> list[UUID]:
        """Keys of the organisations where somebody holds one of these kinds of role today."""
        return [role.organisation_id for role in self.roles if role.kind in kinds]

    def is_adult(self, on: date) -> bool:
        """Eighteen or older on that day; somebody without a date of birth counts as a child."""
        born = self.born_on
        return born is not None and (on.year - born.year, on.month, on.day) >= (18, born.month, born.day)
