"""A film of half a megabit a second, cut as a browser's recorder cuts it: a slice each tenth of a second."""

from __future__ import annotations

import io
import random
from fractions import Fraction

import av

WIDTH, HEIGHT, FPS, RATE, SOUND = 320, 180, 20, 460_000, 32_000
NOISE = 6
"""One sixth of the picture: with less the encoder needs fewer bits than it may use, with more it cannot obey."""
MIME = 'video/webm;codecs="vp8,opus"'


class _Slices(io.RawIOBase):
    """Where the muxer writes; what came since the last look is a slice."""

    def __init__(self) -> None:
        self.fresh = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.fresh += bytes(data)  # type: ignore[call-overload]
        return len(data)  # type: ignore[arg-type]

    def take(self) -> bytes:
        taken, self.fresh = self.fresh, b""
        return taken


def slices(seconds: int) -> list[bytes]:
    """A grey wall with a stripe of noise, so that the encoder uses what it is given; a key frame each second."""
    out, made = _Slices(), []
    lot = random.Random(1)  # noqa: S311  filling, not a secret
    with av.open(out, "w", format="webm", options={"live": "1", "cluster_time_limit": "100"}) as target:
        sound = target.add_stream("libopus", rate=48_000, layout="mono")
        sound.bit_rate = SOUND
        video = target.add_stream("libvpx", rate=FPS)
        video.width, video.height, video.pix_fmt, video.bit_rate, video.gop_size = WIDTH, HEIGHT, "yuv420p", RATE, FPS
        rate = str(RATE)
        video.options = {
            "deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0", "minrate": rate, "maxrate": rate, "bufsize": rate,
        }  # fmt: skip
        for number in range(seconds * FPS):
            frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
            for plane in frame.planes:
                noise = plane.buffer_size // NOISE
                plane.update(lot.randbytes(noise) + bytes(plane.buffer_size - noise))
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            target.mux(video.encode(frame))
            samples = av.AudioFrame("s16", "mono", 48_000 // FPS)
            samples.sample_rate, samples.pts, samples.time_base = 48_000, number * 48_000 // FPS, Fraction(1, 48_000)
            samples.planes[0].update(lot.randbytes(samples.planes[0].buffer_size))
            target.mux(sound.encode(samples))
            if number % (FPS // 10) == FPS // 10 - 1:
                made.append(out.take())
    return made
