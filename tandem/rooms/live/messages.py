"""What a page may say on the lesson's socket: one function a kind. Refused carries words for the reader."""

import math
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tandem.engines.timeline.frame import Draft, Track
from tandem.engines.timeline.media import epochs
from tandem.kit.ids import short, unshort
from tandem.kit.problems import Problem
from tandem.kit.socket import in_thread
from tandem.rooms.courses.models import SlidePage
from tandem.rooms.live.actions.close_lesson import close_lesson
from tandem.rooms.live.actions.pause_keeping import pause_keeping, resume_keeping
from tandem.rooms.live.kinds import Chat, Hand, Slide, pack
from tandem.rooms.live.line import seconds
from tandem.rooms.live.member import FULL, LEVELS, SOUND, Member
from tandem.rooms.live.models import Timeline
from tandem.rooms.live.session import Session
from tandem.rooms.timetable.actions.note_presence import note_presence
from tandem.rooms.timetable.models import Lesson

LONGEST_LINE = 2_000
AHEAD = 90.0
"""Seconds of media a replay may ask for beyond where it is."""


class Refused(Exception):
    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def refuse_words(member: Member, why: str) -> str:
    """The words of a refusal in the reader's language."""
    with override(member.language):
        return {
            "home": _("This lesson is followed in the classroom. From home you can join when you are reported away."),
            "teacher": _("Only a teacher of this lesson can do that."),
            "projector": _("The projector shows slides only."),
            "join": _("Come into the lesson first."),
            "live": _("The lesson is going on: come in, or watch it again after the bell."),
            "person": _("That person did not take part in this lesson."),
            "long": _("That is too long: at most 2,000 characters. Nothing was sent."),
            "empty": _("There was nothing to send."),
            "closed": _("The lesson is over. What happened can be watched again."),
            "media": _("This browser's recording cannot be kept. Try another browser, or share sound only."),
            "slide": _("That slide is not part of this course, or it is hidden from pupils."),
        }[why]


def refuse(member: Member, why: str) -> NoReturn:
    raise Refused(refuse_words(member, why))


def _taking_part(member: Member, session: Session) -> None:
    if session.closed or session.row.ended_at is not None:
        refuse(member, "closed")
    if not member.taking_part:
        refuse(member, "projector" if member.place == "projector" else "join")


def _teaching(member: Member, session: Session) -> None:
    if session.closed or session.row.ended_at is not None:
        refuse(member, "closed")
    if member.role != "teacher" or not member.place:
        refuse(member, "teacher")


def _key(said: dict[str, Any]) -> str:
    key = said["key"]
    if not isinstance(key, str) or not 1 <= len(key) <= 64 or not key.isascii():
        raise ValueError("a key is a text of 1 to 64 letters without accents")
    return key


def _moment(value: Any) -> int | None:
    """Seconds to µs; None is live."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("a moment is a number of seconds")
    return int(min(max(value, 0), 10_000_000) * 1e6)


async def join(member: Member, session: Session, said: dict[str, Any]) -> None:
    place, level = said["place"], said.get("level", "full")
    after = said.get("after", -1)
    if place not in {"room", "home", "projector", "replay"} or level not in LEVELS or not isinstance(after, int):
        raise ValueError("join")
    if session.row.ended_at is not None and place != "replay":
        refuse(member, "closed")
    if place == "replay" and session.row.ended_at is None and not session.closed:
        refuse(member, "live")  # nobody watches a lesson that goes on without being seen
    if place == "projector" and member.role != "teacher":
        refuse(member, "teacher")
    if place == "home" and not member.from_home:
        refuse(member, "home")
    if member.place and member.place != place:
        session.moved(member)
    member.place, member.level = place, level
    at = _moment(said.get("at"))
    member.tell(**_welcome(member, session))
    member.know(after)
    member.want = 0
    member.jump(0 if place == "replay" and at is None else at)
    session.came(member)
    if member.taking_part and member.role == "pupil":
        await in_thread(note_presence_of, member)


def _welcome(member: Member, session: Session) -> dict[str, Any]:
    row, log = session.row, session.log
    with session.lock:
        runs = [
            {
                "n": epoch.seq,
                "begins": seconds(epoch.begins),
                "ends": None if epoch.ends is None else seconds(epoch.ends),
                "mime": epoch.mime(FULL),
                "sound_mime": epoch.mime(SOUND),
            }
            for epoch in epochs(log)
        ]
        spans = [[seconds(begin), seconds(end)] for begin, end in log.spans(Track.SOUND) or log.spans(Track.PICTURE)]
    nameless = member.place == "projector"
    return {
        "kind": "welcome",
        "you": {"role": member.role, "place": member.place} | ({} if nameless else member.card),
        "now": seconds(log.now()),
        "began": row.began_at.timestamp(),
        "live": row.ended_at is None,
        "publishing": bool(session.publishing),
        "keep": {
            "rule": row.keep,
            "until": row.keep_until.isoformat() if row.keep_until else None,
            "paused": session.kept_until < 1 << 61,
        },
        "level": member.level,
        "epochs": runs,
        "spans": spans,
        "duration": seconds(log.duration),
    }


async def level(member: Member, session: Session, said: dict[str, Any]) -> None:
    if said["level"] not in LEVELS:
        raise ValueError("level")
    member.change_level(said["level"])
    member.tell(kind="level", level=member.level, why="asked")


async def seek(member: Member, session: Session, said: dict[str, Any]) -> None:
    to, number = _moment(said["to"]), int(said["n"])
    if to is not None:
        member.want = to + int(30e6)
    member.mark(number)
    member.jump(to)


async def want(member: Member, session: Session, said: dict[str, Any]) -> None:
    until = _moment(said["until"])
    member.want = max(member.want, until or 0)
    member.go.set()


async def say(member: Member, session: Session, said: dict[str, Any]) -> None:
    _taking_part(member, session)
    key, text = _key(said), said["text"]
    if not isinstance(text, str):
        raise ValueError("text")
    text = text.strip()
    if not text:
        refuse(member, "empty")
    if len(text) > LONGEST_LINE:
        refuse(member, "long")
    draft = Draft(Track.CHAT, Chat.LINE, pack({"key": key, "text": text}), author=member.id.bytes)
    member.tell(kind="ack", key=key, seq=session.write_once(draft, key))


async def hand(member: Member, session: Session, said: dict[str, Any]) -> None:
    """Raise or lower one's own hand; a teacher lowers anybody's."""
    _taking_part(member, session)
    key, whose = _key(said), member.id
    if said.get("person") not in (None, short(member.id)):
        _teaching(member, session)
        whose = unshort(said["person"])
        if said["up"]:
            refuse(member, "teacher")
        if whose.bytes not in session.names:
            refuse(member, "person")
    kind = Hand.UP if said["up"] is True else Hand.DOWN
    draft = Draft(Track.HAND, kind, pack({"key": key}), author=whose.bytes)
    member.tell(kind="ack", key=key, seq=session.write_once(draft, key))


async def slide(member: Member, session: Session, said: dict[str, Any]) -> None:
    _teaching(member, session)
    key, item, page = _key(said), unshort(said["item"]), int(said["page"])
    title = await in_thread(_slide_title, session.row.lesson_id, item, page)
    if title is None:
        refuse(member, "slide")
    payload = pack({"key": key, "item": short(item), "page": page, "title": title})
    draft = Draft(Track.SLIDE, Slide.SHOWN, payload, author=member.id.bytes)
    member.tell(kind="ack", key=key, seq=session.write_once(draft, key))


def _slide_title(lesson_id: UUID, item: UUID, page: int) -> str | None:
    """The title of a slide of this lesson's course that pupils may see; None when there is none such."""
    course = Lesson.objects.filter(pk=lesson_id).values("course")
    pages = SlidePage.objects.filter(item=item, number=page, item__unit__course__in=course)
    pages = pages.filter(item__published_at__isnull=False)
    return pages.values_list("title", flat=True).first()


async def publish(member: Member, session: Session, said: dict[str, Any]) -> None:
    _teaching(member, session)
    if member.place == "projector":
        refuse(member, "projector")
    session.publish(member)
    member.tell(kind="publishing", n=int(said["n"]))


async def unpublish(member: Member, session: Session, said: dict[str, Any]) -> None:
    session.stop_publishing(member)


async def pause(member: Member, session: Session, said: dict[str, Any]) -> None:
    _teaching(member, session)
    key = _key(said)
    change = pause_keeping if said["on"] is True else resume_keeping
    frames = await in_thread(change, session.row, by=member.socket.who.person)
    if frames:
        session.keeping_changed(frames)
    member.tell(kind="ack", key=key, seq=frames[-1].seq if frames else session.log.next_seq - 1)


async def close(member: Member, session: Session, said: dict[str, Any]) -> None:
    _teaching(member, session)
    key = _key(said)
    session.stop_publishing(member)
    try:
        await in_thread(close_lesson, session.row, by=member.socket.who.person)
    except Problem as problem:
        raise Refused(problem.words) from problem
    member.tell(kind="ack", key=key, seq=session.log.next_seq - 1)


async def ping(member: Member, session: Session, said: dict[str, Any]) -> None:
    member.tell(kind="pong", t=said.get("t") if isinstance(said.get("t"), int | float) else None)


def note_presence_of(member: Member) -> None:
    """Write down that somebody takes part; never that an ill pupil was present."""
    row: Timeline = member.session.row
    lesson = Lesson.objects.get(pk=row.lesson_id)
    note_presence(lesson, member.socket.who.person, place=member.place, at=timezone.now())


Handle = Callable[[Member, Session, dict[str, Any]], Awaitable[None]]
MESSAGES: dict[str, Handle] = {
    one.__name__: one for one in (join, level, seek, want, say, hand, slide, publish, unpublish, pause, close, ping)
}
