"""The lesson's socket: every message is checked here, for this person and this lesson."""

import asyncio
import json
import logging
import time
from typing import Any
from uuid import UUID

from tandem.kit.ids import unshort
from tandem.kit.socket import FLOOD, GARBAGE, NO_LONGER, NOT_THERE, RESTARTING, Closed, Socket, in_thread
from tandem.rooms.live import hall
from tandem.rooms.live.door import Pass, Seat, look_up, still_allowed
from tandem.rooms.live.member import Member
from tandem.rooms.live.messages import MESSAGES, Refused, refuse_words
from tandem.rooms.live.session import LessonOver, Session

log = logging.getLogger(__name__)

LONGEST_TEXT = 8 * 1024
LONGEST_SLICE = 1024 * 1024
PER_SECOND, BURST = 20.0, 60.0
BYTES_PER_SECOND, BYTES_BURST = 500_000.0, 4_000_000.0


class Bucket:
    """A token bucket: `rate` a second, `burst` at once."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst, self.level, self.at = rate, burst, burst, time.monotonic()

    def take(self, amount: float) -> bool:
        now = time.monotonic()
        self.level = min(self.burst, self.level + (now - self.at) * self.rate) - amount
        self.at = now
        return self.level >= 0


async def serve(socket: Socket, id: str) -> None:
    """The handler of /lessons/<id>/timeline, for the life of the socket."""
    try:
        lesson_id = unshort(id)
    except ValueError:
        await socket.close(NOT_THERE)
        return
    found = await in_thread(look_up, socket.who, lesson_id)
    if found is None:
        await socket.close(NOT_THERE)
        return
    while found.row is None:
        found = await _wait(socket, found, lesson_id)
    session = await hall.enter(found.row)
    member = Member(socket, session, found.person.pk, found.person.name, found.role, away=found.away)
    member.from_home = found.from_home
    member.language = found.person.language
    session.members.add(member)
    sender = asyncio.create_task(_send(member))
    try:
        await _receive(member, session)
    finally:
        sender.cancel()
        session.went(member)
        await _leave(member, session)


async def _wait(socket: Socket, found: Pass, lesson_id: UUID) -> Pass:
    """Before the lesson is opened: the page waits, and is told when it may come in."""
    await socket.send_json({"kind": "waiting"})
    talk = Bucket(PER_SECOND, BURST)
    while True:
        reading = asyncio.ensure_future(socket.receive())
        opening = asyncio.ensure_future(hall.wait_for_opening(lesson_id, 15))
        done, rest = await asyncio.wait({reading, opening}, return_when=asyncio.FIRST_COMPLETED)
        for task in rest:
            task.cancel()
        if reading in done:
            reading.result()  # raises Closed when the page is gone; anything it says can wait until the lesson begins
            if not talk.take(1):
                await socket.close(FLOOD)
                raise Closed
            continue
        again = await in_thread(look_up, socket.who, lesson_id)
        seat = Seat(socket.who.session_key, again.role if again else "", "")
        if again is None or not await in_thread(still_allowed, lesson_id, {seat}):
            await socket.close(NO_LONGER)
            raise Closed
        if again.row is not None:
            await socket.send_json({"kind": "opened"})
            return again


async def _send(member: Member) -> None:
    try:
        await member.deliver()
    except Closed:
        return
    except Exception:  # a page that is sent nothing any more is told so: it comes back by itself
        log.exception("could not send to a page of lesson %s", member.session.row.lesson_id)
        await member.socket.close(RESTARTING)


async def _receive(member: Member, session: Session) -> None:
    talk, load = Bucket(PER_SECOND, BURST), Bucket(BYTES_PER_SECOND, BYTES_BURST)
    while True:
        message = await member.socket.receive()
        if isinstance(message, bytes):
            if len(message) > LONGEST_SLICE or not load.take(len(message)):
                await member.socket.close(FLOOD)
                return
            if not _media(member, session, message):
                await member.socket.close(GARBAGE)
                return
            continue
        if not talk.take(1):
            await member.socket.close(FLOOD)
            return
        if len(message) > LONGEST_TEXT or not await _text(member, session, message):
            await member.socket.close(GARBAGE)
            return


def _media(member: Member, session: Session, data: bytes) -> bool:
    """A recorder's slice. What is no recording ends the publishing, not the lesson. False: not from a publisher."""
    from tandem.engines.timeline.webm import BadMedia

    if member not in session.publishing:
        return member.role == "teacher"  # a slice under way when somebody else took over
    try:
        session.feed(member, data)
    except BadMedia as problem:
        session.stop_publishing(member)
        member.tell(kind="refused", what="publish", why=refuse_words(member, "media"), detail=str(problem))
    return True


async def _text(member: Member, session: Session, text: str) -> bool:
    """One JSON message; False for what is none of the protocol."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return False
    handle = MESSAGES.get(str(said.get("kind"))) if isinstance(said, dict) else None
    if handle is None:
        return False
    try:
        await handle(member, session, said)
    except LessonOver:
        member.tell(kind="refused", key=_short(said.get("key")), what=said["kind"], why=refuse_words(member, "closed"))
    except Refused as refused:
        member.tell(kind="refused", key=_short(said.get("key")), what=said["kind"], why=refused.words)
    except (KeyError, TypeError, ValueError, OverflowError):
        return False
    return True


def _short(key: Any) -> str | None:
    return key[:64] if isinstance(key, str) and key.isascii() else None


async def _leave(member: Member, session: Session) -> None:
    from tandem.rooms.live.messages import note_presence_of

    if member.taking_part and member.role == "pupil":
        await in_thread(note_presence_of, member)
