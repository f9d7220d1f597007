"""What a unit is made of: a page, a file, a link, slides."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tandem.kit import prose
from tandem.kit.owned import OwnedQuerySet
from tandem.kit.rows import Row
from tandem.rooms.courses.models.course import Course
from tandem.rooms.courses.models.unit import Unit
from tandem.rooms.files.models import File
from tandem.rooms.people.models import Organisation, Person


class ItemQuerySet(OwnedQuerySet["Item"]):
    def visible_to(self, person: Person) -> Self:
        """Published items of visible courses; a teacher sees drafts of her own."""
        mine = Q(unit__course__in=Course.objects.editable_by(person))
        return self.filter(mine | Q(unit__course__in=Course.objects.visible_to(person), published_at__isnull=False))

    def editable_by(self, person: Person) -> Self:
        return self.filter(unit__course__in=Course.objects.editable_by(person))


class Item(Row):
    class Kind(models.TextChoices):
        PAGE = "page"
        FILE = "file"
        LINK = "link"
        SLIDES = "slides"

    class Slides(models.TextChoices):
        """Where the making of slide pictures stands."""

        NONE = "none"
        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"

    class SlidesProblem(models.TextChoices):
        """Why there are no slides, in the words of whoever reads it."""

        PAGES = "pages", _("It has more than 200 pages.")
        SIZE = "size", _("One of its pages has a size that no screen shows.")
        SLOW = "slow", _("It takes too long.")
        BROKEN = "broken", _("It is damaged, or not what its name says.")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True, default="")
    body_html = models.TextField(blank=True, default="", editable=False)
    url = models.URLField(max_length=500, blank=True, default="")
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    slides = models.CharField(max_length=8, choices=Slides, default=Slides.NONE)
    slides_problem = models.CharField(max_length=200, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def why_no_slides(self) -> str:
        known = self.slides_problem in self.SlidesProblem.values
        return str(self.SlidesProblem(self.slides_problem if known else self.SlidesProblem.BROKEN).label)

    def save(self, *args: Any, **given: Any) -> None:
        """The text is made HTML when it is written, not each time it is read."""
        self.body_html = prose.render(self.body) if self.body else ""
        super().save(*args, **given)


class SlidePageQuerySet(OwnedQuerySet["SlidePage"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(item__in=Item.objects.visible_to(person))


class SlidePage(Row):
    """One page of a deck as a picture; its title becomes a chapter of the replay."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    picture = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    title = models.CharField(max_length=160, blank=True, default="")

    objects = SlidePageQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="one_picture_a_slide")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
