"""Campus Zenne, a Dutch-speaking school of some 120 people, and the tiny Institut des Tilleuls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from tandem.demo import cast, plan
from tandem.demo.names import invented
from tandem.rooms.courses.models import Course, CourseGroup
from tandem.rooms.people.models import (
    Group,
    GuardianLink,
    Membership,
    Organisation,
    Person,
    Role,
    SchoolYear,
)
from tandem.rooms.timetable.models import Period, Slot

PUPILS_A_CLASS = 24
EXTRAS = 8
"""Pupils of 4A who sign in as pupil-2, pupil-3 … and fill the lesson that is going on."""

_TREE = {
    cast.ZENNE: (
        ("community", "Vlaamse Gemeenschap", cast.COMMUNITY),
        ("network", "Netwerk Samen Leren", "netwerk-samen-leren"),
        ("board", "Schoolbestuur Zennevallei vzw", "schoolbestuur-zennevallei"),
        ("school", "Campus Zenne", cast.ZENNE),
        ("site", "Campus Zenne, gebouw Sluis", "campus-zenne-sluis"),
    ),
    cast.TILLEULS: (
        ("community", "Fédération Wallonie-Bruxelles", "federation-wallonie-bruxelles"),
        ("network", "Réseau Apprendre ensemble", "reseau-apprendre-ensemble"),
        ("board", "ASBL Les Tilleuls", "asbl-les-tilleuls"),
        ("school", "Institut des Tilleuls", cast.TILLEULS),
    ),
}


def organisations() -> dict[str, Organisation]:
    """Both trees, by slug; what is there already stays."""
    made: dict[str, Organisation] = {}
    for slug, branch in _TREE.items():
        parent = None
        language = "nl" if slug == cast.ZENNE else "fr"
        for kind, name, each in branch:
            parent, _ = Organisation.objects.get_or_create(
                slug=each, defaults={"kind": kind, "name": name, "parent": parent, "language": language}
            )
            made[each] = parent
    return made


def school_year(community: Organisation, day: date) -> SchoolYear:
    """The school year that `day` lies in: from 1 September to 31 August."""
    first = day.year if day.month >= 9 else day.year - 1
    year, _ = SchoolYear.objects.get_or_create(
        community=community,
        name=f"{first}-{first + 1}",
        defaults={"starts_on": date(first, 9, 1), "ends_on": date(first + 1, 8, 31)},
    )
    return year


@dataclass
class Founder:
    """Makes one school in one school year; rows are gathered and written in bulk."""

    school: Organisation
    year: SchoolYear
    names: Iterator[tuple[str, str]]

    def periods(self) -> list[Period]:
        return Period.objects.bulk_create(
            Period(organisation=self.school, number=number, starts=starts, ends=ends)
            for number, (starts, ends) in enumerate(plan.PERIODS, start=1)
        )

    def people(self, kind: str, count: int, **given: object) -> list[Person]:
        """`count` invented people with one kind of role, without an account."""
        pairs = [next(self.names) for _ in range(count)]
        people = Person.objects.bulk_create(
            Person(given_name=first, family_name=last, language=self.school.language, **given) for first, last in pairs
        )
        Role.objects.bulk_create(
            Role(person=person, organisation=self.school, kind=kind, starts_on=self.year.starts_on) for person in people
        )
        return people

    def group(self, name: str, pupils: list[Person], kind: str = Group.Kind.CLASS) -> Group:
        group = Group.objects.create(organisation=self.school, school_year=self.year, name=name, kind=kind)
        Membership.objects.bulk_create(self._membership(group, person, Membership.Part.PUPIL) for person in pupils)
        return group

    def course(self, subject: plan.Subject, group: Group, teacher: Person, **given: str) -> Course:
        course = Course.objects.create(
            organisation=self.school, school_year=self.year, subject=subject.name, hue=subject.hue,
            **{"language": self.school.language, **given},
        )  # fmt: skip
        CourseGroup.objects.create(organisation=self.school, course=course, group=group)
        self._membership(group, teacher, Membership.Part.TEACHER, course).save()
        return course

    def slot(self, course: Course, weekday: int, period: Period, room: str) -> Slot:
        return Slot(
            organisation=self.school, course=course, weekday=weekday, period=period, classroom=room,
            starts_on=self.year.starts_on, ends_on=self.year.ends_on,
        )  # fmt: skip

    def _membership(self, group: Group, person: Person, part: str, course: Course | None = None) -> Membership:
        return Membership(
            organisation=self.school, group=group, person=person, part=part,
            course_id=course.pk if course else None, starts_on=self.year.starts_on,
        )  # fmt: skip


def found_zenne(school: Organisation, year: SchoolYear, people: dict[str, Person], today: date) -> None:
    """Classes, staff, courses and slots of Campus Zenne."""
    founder = Founder(school, year, invented("nl", seed=4))
    periods = founder.periods()
    staff = dict(zip(plan.STAFF, founder.people(Role.Kind.TEACHER, len(plan.STAFF)), strict=True)) | people
    classes = {name: _class(founder, name, people, today) for name in plan.CLASSES}
    courses = {
        (name, subject.name): founder.course(
            subject, classes[name], staff[plan.teacher_of(subject, name)], **_speaks(name, subject)
        )
        for name in plan.CLASSES
        for subject in plan.SUBJECTS
    }
    slots = []
    for place, (weekday, period) in enumerate(plan.weekly()):
        for number, name in enumerate(plan.CLASSES):
            subject = plan.subject_at(place, number)
            room = subject.room or plan.ROOMS[name]
            slots.append(founder.slot(courses[name, subject.name], weekday, periods[period - 1], room))
    slots.append(_german_group(founder, staff["teacher"], classes, periods))
    Slot.objects.bulk_create(slots)
    _substitution(courses["4A", "Frans"], classes["4A"], people["substitute"], today)
    _more_guardians(founder, classes["4A"], people)


def _speaks(class_name: str, subject: plan.Subject) -> dict[str, str]:
    """4B has mathematics in English: content and language integrated learning."""
    if (class_name, subject.name) == ("4B", "Wiskunde"):
        return {"language": "en", "title": "Mathematics 4 (CLIL)"}
    return {}


def _class(founder: Founder, name: str, people: dict[str, Person], today: date) -> Group:
    """A class: its members of the cast, and invented pupils up to PUPILS_A_CLASS."""
    mine = [people[one.key] for one in cast.CAST if name in one.classes]
    age = {"3B": 14, "4A": 15, "4B": 15, "5A": 16}[name]
    others = founder.people(Role.Kind.PUPIL, PUPILS_A_CLASS - len(mine), born_on=cast.born(age, today))
    if name == "4A":
        for number, person in enumerate(others[:EXTRAS], start=2):
            cast.give_account(person, f"pupil-{number}")
    return founder.group(name, mine + others)


def _german_group(founder: Founder, teacher: Person, classes: dict[str, Group], periods: list[Period]) -> Slot:
    """Nine pupils of two classes who take mathematics in German as well, on Wednesday afternoon."""
    members = Membership.objects.filter(group__in=[classes["4A"], classes["4B"]]).pupils().order_by("pk")
    pupils = [one.person for one in members.select_related("person")[4:40:4]]
    group = founder.group("Mathe auf Deutsch", pupils, Group.Kind.GROUP)
    maths = plan.SUBJECTS[0]
    course = founder.course(maths, group, teacher, language="de", title="Mathematik auf Deutsch")
    return founder.slot(course, plan.SHORT_DAY, periods[4], "A.104")


def _substitution(course: Course, group: Group, substitute: Person, today: date) -> None:
    """The substitute stands in for two weeks around today."""
    Membership.objects.create(
        organisation_id=course.organisation_id, group=group, person=substitute, part=Membership.Part.TEACHER,
        course_id=course.pk, starts_on=date.fromordinal(today.toordinal() - 4),
        ends_on=date.fromordinal(today.toordinal() + 10),
    )  # fmt: skip


def _more_guardians(founder: Founder, group: Group, people: dict[str, Person]) -> None:
    """A guardian for each of eight more pupils of the class, so that the cast is not alone."""
    known = {person.pk for person in people.values()}
    members = Membership.objects.filter(group=group).pupils().exclude(person__in=known).select_related("person")
    children = Random(3).sample([one.person for one in members], 8)  # noqa: S311
    guardians = founder.people(Role.Kind.GUARDIAN, len(children))
    for guardian, child in zip(guardians, children, strict=True):
        guardian.family_name = child.family_name
    Person.objects.bulk_update(guardians, ["family_name"])
    GuardianLink.objects.bulk_create(
        GuardianLink(organisation=founder.school, guardian=guardian, child=child, starts_on=founder.year.starts_on)
        for guardian, child in zip(guardians, children, strict=True)
    )


def found_tilleuls(school: Organisation, year: SchoolYear, people: dict[str, Person], today: date) -> None:
    """One class of twelve with two courses: enough to see that schools do not see each other."""
    founder = Founder(school, year, invented("fr", seed=5))
    periods = founder.periods()
    group = founder.group("4e A", founder.people(Role.Kind.PUPIL, 12, born_on=cast.born(15, today)))
    maths = founder.course(plan.Subject("Mathématiques", 5, 1, ""), group, people["outsider"])
    other = founder.people(Role.Kind.TEACHER, 1)[0]
    french = founder.course(plan.Subject("Français", 5, 3, ""), group, other)
    Slot.objects.bulk_create(
        founder.slot(course, weekday, periods[number], "Local 3")
        for weekday in range(1, 6)
        for number, course in ((0, maths), (1, french))
    )
