"""The sound of a lesson: spoken words where the program `espeak-ng` is there, else a soft made murmur.

Either way it is a loop, encoded once: Opus packets of 20 ms are laid one after the other for as long as the film runs.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import wave
from array import array
from dataclasses import dataclass
from math import exp, pi, sin
from pathlib import Path
from random import Random

import av

RATE = 48_000
STEP = 20
"""Milliseconds of sound in one packet."""
_SAMPLES = RATE * STEP // 1000


@dataclass(frozen=True, slots=True)
class Loop:
    """Packets of 20 ms, the loudness of each (0, 1 or 2), and the header (`OpusHead`) that a decoder needs."""

    head: bytes
    packets: tuple[bytes, ...]
    loud: tuple[int, ...]


def _syllables(random: Random, seconds: int) -> list[tuple[float, float, float]]:
    """(start, length, pitch) of made syllables: phrases of some words, then a breath."""
    found, at = [], 0.3
    while at < seconds - 1.0:
        for _ in range(random.randint(5, 11)):
            length = random.uniform(0.11, 0.24)
            found.append((at, length, random.choice((147.0, 165.0, 175.0, 196.0, 220.0))))
            at += length + random.choice((0.03, 0.03, 0.12))
        at += random.uniform(0.4, 0.9)
    return [each for each in found if each[0] + each[1] < seconds - 0.3]


def murmur(seconds: int = 20, seed: int = 7) -> array[int]:
    """Soft tones in the rhythm of speech; 16-bit samples at 48 kHz, silent at both ends so that it loops."""
    sound = array("h", bytes(2 * RATE * seconds))
    for start, length, pitch in _syllables(Random(seed), seconds):  # noqa: S311
        first, count = int(start * RATE), int(length * RATE)
        turn = 2 * pi * pitch / RATE
        for i in range(count):
            swell = min(1.0, i / 1400) * min(1.0, (count - i) / 2400) * exp(-1.5 * i / count)
            tone = sin(turn * i) + 0.5 * sin(2 * turn * i) + 0.3 * sin(5 * turn * i)
            sound[first + i] = int(4600 * swell * tone)
    return sound


def spoken(words: str, language: str) -> array[int] | None:
    """The words as samples at 48 kHz, or None where `espeak-ng` is missing or fails."""
    program = shutil.which("espeak-ng")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "words.wav"
        done = subprocess.run(  # noqa: S603 (a fixed program, the words are ours)
            [program, "-v", language, "-s", "145", "-w", str(target), "--", words],
            capture_output=True,
            timeout=60,
            check=False,
        )
        if done.returncode or not target.exists():
            return None
        with wave.open(str(target)) as file:
            rate, sound = file.getframerate(), array("h", file.readframes(file.getnframes()))
    pause = array("h", bytes(RATE))
    return pause + array("h", (sound[i * rate // RATE] for i in range(len(sound) * RATE // rate))) + pause


def loop(words: str = "", language: str = "nl") -> Loop:
    """The lesson's sound, encoded (mono, 32 kbit/s). About half a second of work."""
    sound = (spoken(words, language) if words else None) or murmur()
    codec = av.CodecContext.create("libopus", "w")
    assert isinstance(codec, av.AudioCodecContext)
    codec.sample_rate, codec.layout, codec.format = RATE, "mono", "s16"
    codec.bit_rate = 32_000
    codec.options = {"application": "voip", "frame_duration": str(STEP), "compression_level": "4"}
    codec.open()
    packets, loud = [], []
    for at in range(0, len(sound) - _SAMPLES + 1, _SAMPLES):
        piece = sound[at : at + _SAMPLES]
        frame = av.AudioFrame(format="s16", layout="mono", samples=_SAMPLES)
        frame.planes[0].update(piece.tobytes())
        frame.sample_rate, frame.pts = RATE, at
        packets += [bytes(packet) for packet in codec.encode(frame)]
        peak = max(map(abs, piece))
        loud.append(0 if peak < 500 else 1 if peak < 2500 else 2)
    return Loop(bytes(codec.extradata or b""), tuple(packets), tuple(loud[: len(packets)]))
