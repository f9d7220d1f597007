"""Every page, as the people of the demonstration see it. What looks at pages (tests, screenshots, bench) starts here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house import House

Keys = dict[str, UUID]


@dataclass(frozen=True)
class Sight:
    """One page through the eyes of one person. `args` names keys; whole numbers and words stand for themselves."""

    name: str
    view: str
    login: str = ""
    args: tuple[str | int, ...] = field(default=())
    query: str = ""

    def path(self, keys: Keys) -> str:
        args = [keys.get(str(arg), arg) for arg in self.args]
        query = "&".join(
            part.format(**{name: _short(key) for name, key in keys.items()}) for part in self.query.split("&")
        )
        return reverse(self.view, args=args) + (f"?{query}" if self.query else "")


def _short(key: UUID) -> str:
    from tandem.kit.ids import short

    return short(key)


SIGHTS = (
    Sight("sign-in", "people:sign-in", query="language=fr"),
    Sight("sign-in-first", "home:today"),
    Sight("not-there", "courses:course", "outsider", ("course",)),
    Sight("today-pupil", "home:today", "pupil"),
    Sight("today-teacher", "home:today", "teacher"),
    Sight("today-head", "home:today", "head"),
    Sight("family", "home:family", "guardian"),
    Sight("family-of-one-who-sees", "home:family", "guardian-who-sees"),
    Sight("me", "people:me", "pupil"),
    Sight("week-of-a-pupil", "timetable:week", "pupil"),
    Sight("week-of-a-teacher", "timetable:week", "teacher"),
    Sight("week-of-a-class", "timetable:class", "head", ("class",)),
    Sight("week-of-a-child", "timetable:child", "guardian", ("child",)),
    Sight("day", "timetable:day", "pupil"),
    Sight("classes", "timetable:classes", "head"),
    Sight("new-slot", "timetable:new-slot", "head", ("class",), "weekday=3&period={period}"),
    Sight("slot", "timetable:slot", "head", ("slot",)),
    Sight("away", "timetable:away", "guardian", ("sibling",)),
    Sight("away-already", "timetable:away", "guardian", ("child",)),
    Sight("courses", "courses:index", "pupil"),
    Sight("course", "courses:course", "pupil", ("course",)),
    Sight("course-of-a-teacher", "courses:course", "teacher", ("course",)),
    Sight("item-page", "courses:item", "pupil", ("a-page",)),
    Sight("item-page-of-a-teacher", "courses:item", "teacher", ("a-page",)),
    Sight("item-slides", "courses:item", "pupil", ("a-deck",)),
    Sight("item-file", "courses:item", "pupil", ("a-file",)),
    Sight("item-link", "courses:item", "pupil", ("a-link",)),
    Sight("new-page", "courses:new-item", "teacher", ("unit", "page")),
    Sight("new-file", "courses:new-item", "teacher", ("unit", "file")),
    Sight("edit-slides", "courses:edit-item", "teacher", ("a-deck",)),
    Sight("lesson-before", "lesson:lesson", "pupil", ("to-come",)),
    Sight("lesson-before-of-a-teacher", "lesson:lesson", "teacher", ("to-come",)),
    Sight("lesson-live-of-a-teacher", "lesson:lesson", "teacher", ("live",)),
    Sight("lesson-live-at-home", "lesson:lesson", "pupil", ("live",)),
    Sight("lesson-live-in-the-room", "lesson:lesson", "classmate", ("live",)),
    Sight("lesson-live-of-a-head", "lesson:lesson", "head", ("live",)),
    Sight("projector", "lesson:projector", "teacher", ("live",)),
    Sight("lesson-replay", "lesson:lesson", "pupil", ("taught",)),
    Sight("lesson-replay-of-a-teacher", "lesson:lesson", "teacher", ("taught",)),
    Sight("lesson-over", "lesson:lesson", "pupil", ("over",)),
    Sight("plan", "lesson:plan", "teacher", ("to-come",)),
    Sight("keep", "lesson:keep", "teacher", ("to-come",)),
    Sight("cut", "lesson:cut", "teacher", ("taught",)),
)

CHANGES = {
    "people:sign-out", "people:reading", "people:password", "people:end-session",
    "courses:units", "courses:unit", "courses:change-item",
    "timetable:end-absence", "timetable:withdraw-absence",
    "lesson:opening", "lesson:closing", "lesson:caught-up",
}  # fmt: skip
"""Addresses that only take a form."""
NO_PAGE = {"healthz", "home:first", "courses:file", "courses:slide", "lesson:download", "lesson:film"}
"""Addresses that answer with a file, with data, or by going elsewhere. (`lesson:download` is a page only for several films.)"""


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The names of all addresses of the house."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name:
            yield space + one.name


def keys_of(house: House) -> Keys:
    """The demonstration's objects, asked from the house itself."""
    found = json.loads(house.ask("import json\nfrom tests.pages import keys\nprint(json.dumps(keys()))"))
    return {name: UUID(key) for name, key in found.items()}


def keys() -> dict[str, str]:
    """One key for each word that `Sight.args` uses. Runs where the data is."""
    from tandem.demo import cast
    from tandem.rooms.courses.models import Course, Item
    from tandem.rooms.people.models import Group, Organisation
    from tandem.rooms.timetable.models import Lesson, Period, Slot

    school = Organisation.objects.get(slug=cast.ZENNE)
    course = Course.objects.get(organisation=school, subject="Wiskunde", groups__name="4A")
    items = Item.objects.filter(unit__course=course).order_by("unit__position", "position")
    lessons = Lesson.objects.filter(course=course).order_by("starts_at")
    live = lessons.get(slot=None, timeline__ended_at=None)
    planned = lessons.exclude(topic="").exclude(pk=live.pk)
    found = {
        "class": Group.objects.get(organisation=school, name="4A"),
        "child": cast.person("pupil"),
        "sibling": cast.person("sibling"),
        "period": Period.objects.filter(organisation=school).last(),
        "slot": Slot.objects.filter(organisation=school, course=course).first(),
        "course": course,
        "unit": course.units.first(),
        "a-page": items.filter(kind="page", body__contains="$$").first(),
        "a-deck": items.filter(kind="slides").first(),
        "a-file": items.filter(kind="file").first(),
        "a-link": items.filter(kind="link").first(),
        "live": live,
        "taught": planned.get(timeline__ended_at__isnull=False),
        "to-come": planned.filter(starts_at__gt=live.starts_at, timeline=None).first(),
        "over": lessons.filter(timeline=None, ends_at__lt=live.starts_at).last(),
    }
    missing = [name for name, one in found.items() if one is None]
    assert not missing, f"the demonstration has no {missing}"
    return {name: one.pk.hex for name, one in found.items() if one is not None}
