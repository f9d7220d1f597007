"""Teaches the lesson that is going on: a teacher and nine pupils who speak to the server as browsers do."""

from __future__ import annotations

import asyncio
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from uuid import uuid4

from django.utils import timezone
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from tandem.demo import script, slides
from tandem.demo.film import SLICE, Recorder, render
from tandem.demo.film.voice import loop
from tandem.demo.safety import PASSWORD
from tandem.kit.ids import short
from tandem.rooms.courses.models import Item
from tandem.rooms.timetable.models import Lesson, LessonMaterial

PAGE = 60
"""Seconds that each slide is shown; after the last one the lesson begins again with the first."""
MIME = 'video/webm;codecs="vp8,opus"'
PUPILS = ("classmate", *(f"pupil-{n}" for n in range(2, 8)), "late", "pupil-9")
AT_HOME = {"late", "pupil-9"}


@dataclass
class Browser:
    """Somebody signed in, as far as the demonstration needs it."""

    url: str
    login: str
    jar: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        with self.opener.open(self.url + path, timeout=20) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **fields: str) -> str:
        token = next((cookie.value for cookie in self.jar if cookie.name == "csrftoken"), "") or ""
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(self.url + path, data, {"Referer": self.url, "Origin": self.url})  # noqa: S310
        with self.opener.open(request, timeout=20) as answer:
            return str(answer.read().decode())

    def sign_in(self) -> None:
        """Raises PermissionError when the demonstration's password was changed."""
        self.get("/sign-in/")
        with suppress(urllib.error.HTTPError):
            self.post("/sign-in/", username=self.login, password=PASSWORD)
        if not any(cookie.name == "tandem" for cookie in self.jar):
            raise PermissionError(self.login)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def line(self, lesson: str) -> connect:
        """The lesson's socket."""
        address = re.sub("^http", "ws", self.url) + f"/lessons/{lesson}/timeline"
        return connect(
            address,
            additional_headers={"Cookie": self.cookie},
            origin=Origin(self.url),
            max_size=None,
            compression=None,
        )


def say(**message: Any) -> str:
    return json.dumps({"key": str(uuid4())} | message)


def join(place: str) -> str:
    return json.dumps({"kind": "join", "place": place, "level": "none", "at": None, "after": -1, "plays": []})


@dataclass
class Class:
    """One run of the lesson: the lines of everybody who takes part."""

    lesson: str
    language: str
    deck: str
    teacher: Browser
    pupils: list[Browser]
    ended: bool = False
    taken: bool = False

    async def teach(self, tell: Callable[[str], None]) -> None:
        """Until the lesson is over; comes back by itself when the server was away."""
        others = [asyncio.create_task(self._sit_in(number, pupil)) for number, pupil in enumerate(self.pupils, start=1)]
        try:
            while not self.ended and not self.taken:
                try:
                    async with self.teacher.line(self.lesson) as line:
                        tell("The teacher of the demonstration is giving the lesson.")
                        await self._give(line)
                except (ConnectionClosed, InvalidHandshake, OSError):
                    await asyncio.sleep(1)
        finally:
            for task in others:
                task.cancel()

    async def _listen(self, line: ClientConnection) -> None:
        async for data in line:
            if isinstance(data, bytes):
                continue
            message = json.loads(data)
            if message["kind"] == "closed":
                self.ended = True
            if message["kind"] == "refused" and message.get("what") == "publish":
                self.taken = True

    async def _give(self, line: ClientConnection) -> None:
        listening = asyncio.create_task(self._listen(line))
        try:
            await line.send(join("room"))
            await line.send(json.dumps({"kind": "publish", "n": 1, "mime": MIME, "source": "camera"}))
            await self._film(line)
        finally:
            listening.cancel()

    async def _film(self, line: ClientConnection) -> None:
        """A slice each tenth of a second, by the clock; the slide and what is said follow the script."""
        boards = [render(board) for board in slides.boards("today", self.language)]
        recorder = Recorder(int(time.time() * 1000), boards[0], loop(script.SPEECH, self.language))
        begun, page = time.monotonic(), -1
        while not self.ended and not self.taken:
            second = recorder.ms // 1000
            if second // PAGE % len(boards) != page:
                page = second // PAGE % len(boards)
                recorder.board = boards[page]
                await line.send(say(kind="slide", item=self.deck, page=page + 1))
            for cue in _now(second, page) if recorder.ms % 1000 == 0 else []:
                if cue.who == script.TEACHER:
                    await line.send(say(kind="say", text=cue.text))
            await line.send(await asyncio.to_thread(recorder.slice))
            await asyncio.sleep(max(0.0, begun + recorder.ms / 1000 - time.monotonic()))
            if recorder.ms - (time.monotonic() - begun) * 1000 < -5 * SLICE * 10:
                begun = time.monotonic() - recorder.ms / 1000  # the machine slept: go on from here

    async def _sit_in(self, number: int, pupil: Browser) -> None:
        """A pupil who now and then says something or raises a hand."""
        place = "home" if pupil.login in AT_HOME else "room"
        while not self.ended:
            try:
                async with pupil.line(self.lesson) as line:
                    await line.send(join(place))
                    await asyncio.gather(self._listen(line), self._speak(number, line))
            except (ConnectionClosed, InvalidHandshake, OSError):
                await asyncio.sleep(2)

    async def _speak(self, number: int, line: ClientConnection) -> None:
        begun, told = time.monotonic(), -1
        while not self.ended:
            second = int(time.monotonic() - begun)
            if second != told:
                told = second
                for cue in _now(second, second // PAGE % 10):
                    if cue.who == number:
                        await line.send(_said(cue))
            await asyncio.sleep(0.25)
            if second % 15 == 0:
                await line.send(json.dumps({"kind": "ping", "t": second}))


def _now(second: int, page: int) -> list[script.Cue]:
    return [cue for cue in script.at_page(script.NOW, page + 1) if cue.after == second % PAGE]


def _said(cue: script.Cue) -> str:
    if cue.what == "say":
        return say(kind="say", text=cue.text)
    return say(kind="hand", up=cue.what == "up")


def teach(url: str) -> int:
    """Open the lesson of now and give it until it ends. Returns 0, or 1 when that is not possible, and says why."""
    now = timezone.now()
    lessons = Lesson.objects.filter(slot=None, starts_at__lte=now, ends_at__gt=now, timeline__ended_at=None)
    lesson = lessons.select_related("course").everywhere("the demonstration looks for its own lesson").first()
    if lesson is None:
        print("No demonstration lesson is going on: run `tandem demo` first.")
        return 1
    decks = LessonMaterial.objects.filter(lesson=lesson, item__kind=Item.Kind.SLIDES).select_related("item")
    deck = decks.first()
    if deck is None:
        print("The lesson's slides are gone; the demonstration has nothing to show.")
        return 1
    people = [Browser(url.rstrip("/"), login) for login in ("teacher", *PUPILS)]
    try:
        for one in people:
            one.sign_in()
        people[0].get("/today/")
        people[0].post(f"/lessons/{short(lesson.pk)}/opening/")
    except PermissionError as who:
        print(f"The password of “{who}” was changed, so the demonstration does not teach by itself.")
        return 1
    except OSError as wrong:
        print(f"The server at {url} does not answer ({wrong}); start it with `tandem serve`.")
        return 1
    run = Class(short(lesson.pk), lesson.course.language, short(deck.item_id), people[0], people[1:])
    with suppress(KeyboardInterrupt):
        asyncio.run(run.teach(lambda words: print(words, flush=True)))
    return 0
