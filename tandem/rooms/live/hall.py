"""All sessions of this process, and those who wait for a lesson to be opened. Lives on the event loop."""

import asyncio
import logging
from uuid import UUID

from tandem.engines.timeline.frame import TimelineError
from tandem.kit.socket import Closed, in_thread
from tandem.rooms.live import events, store
from tandem.rooms.live.door import Seat, names_of, still_allowed
from tandem.rooms.live.member import Member
from tandem.rooms.live.models import Timeline
from tandem.rooms.live.session import Session

log = logging.getLogger(__name__)

CHECK_EVERY = 20
"""Ticks (half seconds) between two looks at everybody's right to be here."""
LINGER = 10
"""Ticks an empty session is held, so that a reload does not open the files anew."""

_opening: dict[UUID, asyncio.Lock] = {}
_waiting: dict[UUID, set[asyncio.Event]] = {}
_loop: asyncio.AbstractEventLoop | None = None
_tasks: set[asyncio.Task[None]] = set()


async def enter(row: Timeline) -> Session:
    """The session of a timeline, opened when this is the first to come."""
    async with _opening.setdefault(row.pk, asyncio.Lock()):
        session = store.session_of(row.pk)
        if session is None:
            session = await _begin(row)
            unknown = session.names.unknown(session.log.events())
            for author, name in (await in_thread(names_of, unknown)).items():
                session.names.learn(author, name)
            session.recall()
            store.hold(row.pk, session)
            task = asyncio.create_task(_tend(session))
            _tasks.add(task)
            task.add_done_callback(_tasks.discard)
        assert isinstance(session, Session)
        return session


async def _begin(row: Timeline) -> Session:
    """A new session; an action that holds the writer (a cut, the bell) is waited for."""
    for _ in range(50):
        try:
            return Session(row, {})
        except TimelineError:
            await asyncio.sleep(0.1)
    return Session(row, {})


async def _tend(session: Session) -> None:
    """Each half second: sync, tell where live is and who is here; now and then look at everybody's rights."""
    ticks = empty = 0
    told: object = None
    try:
        while goes_on(session, empty):
            await asyncio.sleep(0.5)
            ticks += 1
            empty = 0 if session.members else empty + 1
            await asyncio.to_thread(session.log.sync)
            here, counted = session.here()
            for member in session.members:
                if here != told:
                    member.tell(**(counted if member.reader == "projector" else here))
                if ticks % 2 == 0:
                    member.tell(kind="tail", t=round(session.log.now() / 1e6, 2))
            told = here
            if ticks % CHECK_EVERY == 0:
                await _check_everybody(session)
    finally:
        with session.lock:
            session.log.close()
        store.let_go(session.row.pk)
        _opening.pop(session.row.pk, None)
        for member in list(session.members):
            member.tell(kind="closed", reason="bell")
            member.leaving = True
            member.go.set()


def goes_on(session: Session, empty: int) -> bool:
    """Looked at without a pause before the end: who came in while the disk was synced is not left in a closed room."""
    return not session.closed and (bool(session.members) or empty < LINGER)


async def _check_everybody(session: Session) -> None:
    """Whoever may no longer be here is put out."""
    seats = {member: Seat(member.socket.who.session_key, member.role, member.place) for member in session.members}
    try:
        allowed = await in_thread(still_allowed, session.row.lesson_id, set(seats.values()))
    except Exception:  # the database is busy or away: nobody is thrown out for that
        log.exception("could not check who is in lesson %s", session.row.lesson_id)
        return
    for member, seat in seats.items():
        if seat not in allowed:
            await throw_out(member, 4403)


async def throw_out(member: Member, code: int) -> None:
    try:
        await member.socket.close(code)
    except Closed:
        return


async def wait_for_opening(lesson_id: UUID, seconds: float) -> bool:
    """True when the lesson is opened in this process within the time."""
    event = asyncio.Event()
    _waiting.setdefault(lesson_id, set()).add(event)
    try:
        await asyncio.wait_for(event.wait(), seconds)
        return True
    except TimeoutError:
        return False
    finally:
        _waiting[lesson_id].discard(event)


async def start() -> None:
    global _loop
    _loop = asyncio.get_running_loop()


async def stop() -> None:
    """The server stops: everybody is told to come back, every file is closed properly."""
    sessions = {session.row.pk: session for session in store.sessions()}
    for session in sessions.values():
        for member in list(session.members):
            await throw_out(member, 1012)
        session.closed = True
    if _tasks:
        await asyncio.wait(_tasks, timeout=3)


def _on_opened(sender: object, lesson_id: UUID, **_: object) -> None:
    if _loop is not None and not _loop.is_closed():
        for event in list(_waiting.get(lesson_id, ())):
            _loop.call_soon_threadsafe(event.set)


def _on_closed(sender: object, lesson_id: UUID, **_: object) -> None:
    for session in store.sessions():
        if session.row.lesson_id == lesson_id:
            session.stop()


def _on_signed_out(sender: object, session_key: str | None, **_: object) -> None:
    if _loop is None or _loop.is_closed():
        return
    for session in store.sessions():
        for member in list(session.members):
            if member.socket.who.session_key == session_key:
                asyncio.run_coroutine_threadsafe(throw_out(member, 4409), _loop)


def listen() -> None:
    from tandem.rooms.people.events import signed_out

    events.lesson_opened.connect(_on_opened, dispatch_uid="hall")
    events.lesson_closed.connect(_on_closed, dispatch_uid="hall")
    signed_out.connect(_on_signed_out, dispatch_uid="hall")
