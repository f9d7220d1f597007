"""Who gets what, once for each page: the answer per object, method and member of the cast. Read it as a table.

`on("lesson", get="200: class teachers")` says: whoever is not named gets 404, and a method that is not named gets 405 from
everybody who is signed in. Who is not signed in, or left, gets 404 whatever they ask for: `OPEN` names the exceptions.
"""

from __future__ import annotations

from dataclasses import dataclass

NOBODY, LEAVER = "nobody", "leaver"

GROUPS = {
    "class": "pupil classmate adult away",
    "teachers": "teacher substitute",
    "guardians": "guardian guardian-who-sees",
    "other-guardians": "guardian-of-adult guardian-without-sight",
    "other-staff": "colleague former ict care guidance authority partner",
    "elsewhere": "outsider pupil-elsewhere",
}
"""`class` is 4A; `teachers` are its own today; `former` stood in until yesterday. `outsider` teaches elsewhere."""
MEMBERS = [*" ".join(GROUPS.values()).split(), "head", "stranger"]
"""Everybody who is signed in. `stranger` is a pupil of another class of the same school."""


@dataclass(frozen=True)
class Answers:
    """What each member gets at one page for one object; `rest` is what the address holds besides its key."""

    thing: str
    get: dict[str, int]
    post: dict[str, int]
    rest: tuple[str | int, ...] = ()
    query: str = ""


def on(thing: str = "", *rest: str | int, get: str = "405", post: str = "405", query: str = "") -> Answers:
    return Answers(thing, _who(get), _who(post), rest, query)


def _who(text: str) -> dict[str, int]:
    """Statuses by member out of "200: class teachers; 302: head"."""
    found = dict.fromkeys(MEMBERS, 404)
    for part in text.split(";"):
        status, _, names = part.partition(":")
        members = [one for name in names.split() for one in GROUPS.get(name, name).split()] if names else MEMBERS
        assert set(members) <= set(MEMBERS), members
        found |= dict.fromkeys(members, int(status))
    return found


OPEN = {
    "healthz": {"GET": 200, "POST": 200},
    "home:first": {"GET": 302, "POST": 405},
    "people:sign-in": {"GET": 200, "POST": 422},
    "people:sign-out": {"GET": 405, "POST": 302},
}
"""What somebody who is not signed in may reach; everything else is 404 for them."""

_READ = "200: class teachers guardians head"
_MINE = "200: class teachers head"
_TEACH = "200: teachers"
_THEIRS = "200: elsewhere"

PAGES: dict[str, list[Answers]] = {
    "healthz": [on(get="200", post="200")],
    # people
    "people:sign-in": [on(get="302", post="422")],
    "people:sign-out": [on(post="302")],
    "people:me": [on(get="200")],
    "people:reading": [on(post="422")],
    "people:password": [on(post="422")],
    "people:end-session": [on("teacher's session", post="302: teacher")],
    # first pages
    "home:first": [on(get="302")],
    "home:today": [on(get="200: class teachers elsewhere colleague former head stranger")],
    "home:family": [on(get="200: guardians other-guardians")],
    # courses
    "courses:index": [on(get="200")],
    "courses:course": [
        on("course", get=_MINE),
        on("other course", get="200: colleague stranger head"),
        on("elsewhere course", get=_THEIRS),
    ],
    "courses:units": [
        on("course", post="422: teachers"),
        on("other course", post="422: colleague"),
        on("elsewhere course", post="422: outsider"),
    ],
    "courses:unit": [on("unit", post="302: teachers"), on("elsewhere unit", post="302: outsider")],
    "courses:new-item": [
        on("unit", "page", get=_TEACH, post="422: teachers"),
        on("unit", "file", get=_TEACH, post="422: teachers"),
        on("unit", "slides", get=_TEACH, post="422: teachers"),
        on("unit", "link", get=_TEACH, post="422: teachers"),
        on("unit", "program", get="404", post="404"),
        on("elsewhere unit", "page", get="200: outsider", post="422: outsider"),
    ],
    "courses:item": [
        on("page", get=_MINE),
        on("file", get=_MINE),
        on("link", get=_MINE),
        on("slides", get=_MINE),
        on("hidden page", get=_TEACH),
        on("hidden slides", get=_TEACH),
        on("elsewhere page", get=_THEIRS),
        on("elsewhere hidden page", get="200: outsider"),
    ],
    "courses:edit-item": [
        on("page", get=_TEACH, post="422: teachers"),
        on("hidden slides", get=_TEACH, post="422: teachers"),
        on("elsewhere page", get="200: outsider", post="422: outsider"),
    ],
    "courses:change-item": [on("page", post="302: teachers"), on("elsewhere page", post="302: outsider")],
    "courses:file": [
        on("file", get=_MINE),
        on("page", get="404"),
        on("hidden slides", get=_TEACH),
        on("elsewhere file", get=_THEIRS),
        on("elsewhere hidden slides", get="200: outsider"),
    ],
    "courses:slide": [
        on("slides", 1, get=_MINE),
        on("slides", 2, get="404"),
        on("slides", 10**30, get="404"),
        on("hidden slides", 1, get=_TEACH),
        on("elsewhere slides", 1, get=_THEIRS),
    ],
    # timetable
    "timetable:week": [on(get="200; 302: head guardians")],
    "timetable:day": [on(get="200")],
    "timetable:classes": [on(get="200: head")],
    "timetable:class": [
        on("class", get="200: head"),
        on("other class", get="200: head"),
        on("elsewhere class", get="404"),
    ],
    "timetable:new-slot": [
        on("class", get="200: head", post="422: head", query="weekday=3&period={period}"),
        on("class", get="404", post="404", query="weekday=9&period={period}"),
        on("class", get="404", post="404", query="weekday=3&period={elsewhere period}"),
        on("class", get="404", post="404"),
        on("elsewhere class", get="404", post="404", query="weekday=3&period={elsewhere period}"),
    ],
    "timetable:slot": [on("slot", get="200: head", post="422: head"), on("elsewhere slot", get="404", post="404")],
    "timetable:child": [
        on("pupil", get="200: guardians"),
        on("away", get="200: guardian"),
        on("adult", get="404"),
        on("pupil-elsewhere", get="404"),
    ],
    "timetable:away": [
        on("pupil", get="200: guardian", post="422: guardian"),
        on("away", get="200: guardian", post="422: guardian"),
        on("adult", get="404", post="404"),
        on("pupil-elsewhere", get="404", post="404"),
    ],
    "timetable:end-absence": [on("absence", post="302: guardian"), on("elsewhere absence", post="404")],
    "timetable:withdraw-absence": [on("absence", post="302: guardian"), on("elsewhere absence", post="404")],
    # the lesson
    "lesson:lesson": [
        on("tomorrow", get=_READ),
        on("soon", get=_READ),
        on("cancelled", get=_READ),
        on("live", get=_READ),
        on("replay", get=_READ),
        on("erased", get=_READ),
        on("expired", get=_READ),
        on("elsewhere replay", get=_THEIRS),
    ],
    "lesson:projector": [
        on("live", get=_TEACH),
        on("tomorrow", get="302: teachers"),
        on("replay", get="302: teachers"),
        on("elsewhere replay", get="302: outsider"),
    ],
    "lesson:opening": [
        on("soon", post="302: teachers"),
        on("live", post="302: teachers"),
        on("tomorrow", post="422: teachers"),
        on("cancelled", post="422: teachers"),
        on("replay", post="422: teachers"),
        on("elsewhere soon", post="302: outsider"),
    ],
    "lesson:closing": [
        on("live-1", post="302: teachers"),
        on("replay", post="302: teachers"),
        on("tomorrow", post="404"),
        on("elsewhere replay", post="302: outsider"),
    ],
    "lesson:caught-up": [
        on("replay", post="302: class"),
        on("live", post="404"),
        on("tomorrow", post="404"),
        on("elsewhere replay", post="302: pupil-elsewhere"),
    ],
    "lesson:plan": [
        on("tomorrow", get=_TEACH, post="422: teachers"),
        on("replay", get=_TEACH, post="422: teachers"),
        on("elsewhere tomorrow", get="200: outsider", post="422: outsider"),
    ],
    "lesson:keep": [
        on("tomorrow", get=_TEACH, post="422: teachers"),
        on("live", get="422: teachers", post="422: teachers"),
        on("elsewhere tomorrow", get="200: outsider", post="422: outsider"),
    ],
    "lesson:cut": [
        on("replay", get=_TEACH, post="422: teachers"),
        on("live", get=_TEACH, post="422: teachers"),
        on("tomorrow", get="404", post="404"),
        on("erased", get="404", post="404"),
        on("elsewhere replay", get="200: outsider", post="422: outsider"),
    ],
    "lesson:download": [
        on("replay", get="302: class teachers"),
        on("live", get="404"),
        on("tomorrow", get="404"),
        on("erased", get="404"),
        on("expired", get="404"),
        on("elsewhere replay", get="302: elsewhere"),
    ],
    "lesson:film": [
        on("replay", 1, get="200: class teachers"),
        on("replay", 2, get="404"),
        on("replay", 0, get="404"),
        on("live", 1, get="404"),
        on("erased", 1, get="404"),
        on("expired", 1, get="404"),
        on("elsewhere replay", 1, get=_THEIRS),
    ],
}
