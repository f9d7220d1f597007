"""Draws, encodes and slices: for a lesson that was (as fast as it goes) and for one that is going on (by the clock)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import tzinfo
from fractions import Fraction
from zoneinfo import ZoneInfo

import av
from PIL import Image

from tandem.demo.film import clock, teacher, voice, webm
from tandem.demo.film.board import HEIGHT, WIDTH

SLICE = 100
"""Milliseconds of film in one slice, as the lesson page asks of the browser's recorder."""
FPS = 8
_STEP = 1000 // FPS
_KEY_EVERY = FPS


class Recorder:
    """Films a drawn teacher in front of a board that may be changed at any time (`recorder.board = picture`).

    `began` is the moment (ms since 1970) that the film's time 0 shows on its clock.
    """

    def __init__(self, began: int, board: Image.Image, sound: voice.Loop, zone: tzinfo | None = None) -> None:
        self.began, self.board, self.sound = began, board, sound
        self.zone = zone or ZoneInfo("Europe/Brussels")
        self.ms = 0
        """Film time up to which slices were made."""
        self._codec = self._encoder()
        self._pictures = self._packets = 0

    @staticmethod
    def _encoder() -> av.VideoCodecContext:
        codec = av.CodecContext.create("libvpx", "w")
        assert isinstance(codec, av.VideoCodecContext)
        codec.width, codec.height, codec.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        codec.time_base, codec.framerate = Fraction(1, 1000), Fraction(FPS)
        codec.bit_rate, codec.gop_size, codec.thread_count = 220_000, _KEY_EVERY, 1
        codec.options = {"deadline": "realtime", "cpu-used": "16", "lag-in-frames": "0", "error-resilient": "1"}
        return codec

    def picture(self, ms: int) -> Image.Image:
        """The picture at a film time."""
        loud = self.sound.loud[ms // voice.STEP % len(self.sound.loud)]
        step = ms // 250 % teacher.POSES if ms // 4000 % 3 else teacher.POSES // 2
        figure = teacher.pose(step, loud, ms // _STEP % 30 == 0)
        picture = self.board.copy()
        picture.paste(figure, (WIDTH - teacher.WIDTH + 4, HEIGHT - teacher.HEIGHT), figure)
        picture.paste(clock.bars(self.began + ms, WIDTH), (0, 0))
        picture.paste(clock.words(self.began + ms, self.zone), (24, HEIGHT - 34))
        return picture

    def _film(self, ms: int) -> list[webm.Block]:
        frame = av.VideoFrame.from_image(self.picture(ms)).reformat(format="yuv420p")  # type: ignore[no-untyped-call]
        frame.pts, frame.time_base = ms, Fraction(1, 1000)
        if self._pictures % _KEY_EVERY == 0:
            frame.pict_type = av.video.frame.PictureType.I
        self._pictures += 1
        return [webm.Block(webm.PICTURE, ms, packet.is_keyframe, bytes(packet)) for packet in self._codec.encode(frame)]

    def slice(self) -> bytes:
        """The next SLICE milliseconds; the first one begins with the header."""
        before, self.ms = self.ms, self.ms + SLICE
        blocks = []
        while self._packets * voice.STEP < self.ms:
            data = self.sound.packets[self._packets % len(self.sound.packets)]
            blocks.append(webm.Block(webm.SOUND, self._packets * voice.STEP, True, data))
            self._packets += 1
        while self._pictures * _STEP < self.ms:
            blocks += self._film(self._pictures * _STEP)
        blocks.sort(key=lambda block: (block.ms, block.track))
        start = b"" if before else webm.header(WIDTH, HEIGHT, self.sound.head)
        return start + webm.cluster(blocks)


def recorded(
    began: int, seconds: int, board_at: Callable[[int], Image.Image], sound: voice.Loop
) -> Iterator[tuple[int, bytes]]:
    """A whole film as (film time in ms at the slice's end, slice); the board may change from slice to slice."""
    recorder = Recorder(began, board_at(0), sound)
    while recorder.ms < seconds * 1000:
        recorder.board = board_at(recorder.ms)
        data = recorder.slice()
        yield recorder.ms, data
