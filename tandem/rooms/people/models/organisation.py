"""The tree: Community → network → school board → school → site."""

from zoneinfo import ZoneInfo

from django.db import models

from tandem.kit.rows import Row


class Organisation(Row):
    class Kind(models.TextChoices):
        COMMUNITY = "community"
        NETWORK = "network"
        BOARD = "board"
        SCHOOL = "school"
        SITE = "site"

    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    language = models.CharField(max_length=5, default="nl")
    zone = models.CharField(max_length=40, default="Europe/Brussels")

    def __str__(self) -> str:
        return self.name

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
