"""What the lesson page says about a lesson: who reads it, in which phase it is, what is kept."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from tandem.kit.ids import short
from tandem.rooms.courses.models import Item, SlidePage, name_teachers
from tandem.rooms.courses.models.course import attended_by
from tandem.rooms.live.actions.open_lesson import EARLY, keep_rule
from tandem.rooms.live.models import Timeline
from tandem.rooms.people.models import Person
from tandem.rooms.timetable.models import Absence, CaughtUp, Lesson, LessonMaterial, Presence
from tandem.rooms.timetable.models.lesson import LessonQuerySet


def seen_by(lessons: LessonQuerySet, person: Person) -> LessonQuerySet:
    """Lessons with what the page asks about this reader, in the one query: role, away, there, caught up; and timeline."""
    mine = {"lesson": OuterRef("pk"), "person": person}
    absences = Absence.objects.filter(child=person, organisation=OuterRef("organisation"))
    return lessons.select_related("course__school_year", "organisation", "timeline").annotate(
        reader_leads=attended_by(person, "teacher", None, "course_id"),
        reader_attends=attended_by(person, "pupil", None, "course_id"),
        reader_away=Exists(absences.overlapping(OuterRef("starts_at"), OuterRef("ends_at"))),
        reader_was_there=Exists(Presence.objects.filter(**mine)),
        reader_caught_up=Exists(CaughtUp.objects.filter(**mine)),
    )


@dataclass
class View:
    """One lesson, fetched by `seen_by`, for its reader at one moment. `asked` is the place named in the address."""

    lesson: Lesson
    reader: Person
    at: datetime
    asked: str = ""

    def _of_reader(self, what: str) -> bool:
        return bool(getattr(self.lesson, f"reader_{what}"))

    @property
    def role(self) -> str:
        """teacher, pupil, or nothing for the head and guardians, who see neither live nor replay."""
        if self._of_reader("leads"):
            return "teacher"
        return "pupil" if self._of_reader("attends") else ""

    @property
    def row(self) -> Timeline | None:
        return getattr(self.lesson, "timeline", None)

    @cached_property
    def phase(self) -> str:
        """before, live, after."""
        if self.row is not None:
            return "live" if self.row.is_open else "after"
        return "after" if self.at > self.lesson.ends_at else "before"

    @property
    def replay(self) -> bool:
        """Whether what happened can be played again by this reader."""
        kept = self.row is not None and not self.row.is_open and self.row.is_kept_on(timezone.localdate(self.at))
        return bool(self.role) and kept

    @property
    def may_open(self) -> bool:
        early = self.at >= self.lesson.starts_at - EARLY
        return self.role == "teacher" and self.phase == "before" and early and not self.lesson.cancelled_at

    @property
    def away(self) -> bool:
        return self.role == "pupil" and self._of_reader("away")

    @cached_property
    def doors(self) -> list[str]:
        """Where this reader may follow from while it goes on."""
        if self.role == "teacher":
            return ["room"]
        if self.role != "pupil":
            return []
        if self.lesson.distance == Lesson.Distance.EVERYONE:
            return ["room", "home"]
        return ["home"] if self.away else ["room"]

    @property
    def place(self) -> str:
        """Where the reader is: chosen, or the only one there is; empty while it is still to be chosen."""
        if self.phase == "after":
            return "replay" if self.replay else ""
        if self.asked in self.doors:
            return self.asked
        return self.doors[0] if len(self.doors) == 1 else ""

    @property
    def connected(self) -> bool:
        """Whether the page opens the lesson's socket."""
        return bool(self.role) and (
            self.replay or (self.phase == "live" and bool(self.place)) or self.phase == "before"
        )

    @property
    def late(self) -> int:
        """Seconds the lesson has been going on without this pupil, when that is worth saying."""
        if self.phase != "live" or self.role != "pupil" or self.row is None or self.was_there:
            return 0
        gone = int((self.at - self.row.began_at).total_seconds())
        return gone if gone > 60 else 0

    @property
    def was_there(self) -> bool:
        return self._of_reader("was_there")

    @property
    def missed(self) -> bool:
        """Away while it was given, and not there from home either."""
        return self.phase == "after" and self.away and not self.was_there

    @property
    def caught_up(self) -> bool:
        return self._of_reader("caught_up")

    @cached_property
    def teachers(self) -> str:
        name_teachers([self.lesson.course])
        return self.lesson.course.teachers

    @cached_property
    def keep(self) -> tuple[str, Any]:
        """The rule and the day: what holds once it is opened, what will hold before."""
        if self.row is not None:
            return self.row.keep, self.row.keep_until
        return keep_rule(self.lesson)

    @cached_property
    def materials(self) -> list[LessonMaterial]:
        links = LessonMaterial.objects.filter(lesson=self.lesson).select_related("item__file")
        if self.role != "teacher":
            links = links.filter(item__published_at__isnull=False)
        return list(links)

    @cached_property
    def decks(self) -> list[dict[str, Any]]:
        """The slides that may be shown: the lesson's own first, then the others of its course; none that is hidden."""
        if not self.connected:
            return []
        first = {link.item_id: position for position, link in enumerate(self.materials)}
        pages = SlidePage.objects.filter(item__unit__course=self.lesson.course_id, item__slides=Item.Slides.READY)
        pages = pages.filter(item__published_at__isnull=False)
        decks: dict[Any, dict[str, Any]] = {}
        for page in pages.select_related("item__unit").order_by("item__unit__position", "item__position", "number"):
            deck = decks.get(page.item_id)
            if deck is None:
                deck = {"item": short(page.item_id), "title": page.item.title, "pages": []}
                decks[page.item_id] = deck
            deck["pages"].append(self._page(page))
        return [decks[key] for key in sorted(decks, key=lambda key: first.get(key, 1000))]

    def _page(self, page: SlidePage) -> dict[str, Any]:
        url = f"{reverse('courses:slide', args=[page.item_id, page.number])}?{short(page.picture_id)}"
        return {"n": page.number, "url": url, "w": page.width, "h": page.height, "title": page.title}

    @property
    def facts(self) -> dict[str, Any]:
        """What the page's script knows from the start. The projector's (`place`) holds no name, nor whose page it is."""
        wall = self.asked == "projector"
        return {
            "me": {
                "id": "" if wall else short(self.reader.pk),
                "name": "" if wall else self.reader.name,
                "role": self.role,
            },
            "lesson": {
                "id": short(self.lesson.pk),
                "starts": (self.row.began_at if self.row else self.lesson.starts_at).isoformat(),
                "ends": self.lesson.ends_at.isoformat(),
            },
            "now": self.at.isoformat(),
            "zone": self.lesson.organisation.zone,
        }

    @cached_property
    def next(self) -> Lesson | None:
        """The course's lesson after this one."""
        later = Lesson.objects.filter(
            course=self.lesson.course_id, starts_at__gt=self.lesson.starts_at, cancelled_at=None
        )
        return later.order_by("starts_at").first()
