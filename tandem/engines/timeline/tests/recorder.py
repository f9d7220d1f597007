"""Recordings as a browser's recorder gives them: VP8 and Opus in WebM of unknown size, cut into slices."""

import io
from fractions import Fraction

import av


def record(seconds: float = 3, *, fps: int = 10, size: tuple[int, int] = (64, 48), picture: bool = True) -> bytes:
    """A recording with a key frame each second; the sound is silence."""
    out = io.BytesIO()
    with av.open(out, "w", format="webm", options={"live": "1", "cluster_time_limit": "100"}) as target:
        sound = target.add_stream("libopus", rate=48000, layout="mono")
        video = target.add_stream("libvpx", rate=fps) if picture else None
        if video is not None:
            video.width, video.height, video.pix_fmt = *size, "yuv420p"
            video.gop_size = fps
            video.options = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
        for number in range(int(seconds * fps)):
            if video is not None:
                frame = av.VideoFrame(*size, "yuv420p")
                for plane in frame.planes:
                    plane.update(bytes([(number * 5) % 256]) * plane.buffer_size)
                frame.pts, frame.time_base = number, Fraction(1, fps)
                target.mux(video.encode(frame))
            samples = av.AudioFrame("s16", "mono", 48000 // fps)
            samples.sample_rate, samples.pts, samples.time_base = 48000, number * 48000 // fps, Fraction(1, 48000)
            samples.planes[0].update(bytes(samples.planes[0].buffer_size))
            target.mux(sound.encode(samples))
        for stream in (video, sound) if video is not None else (sound,):
            target.mux(stream.encode())
    return out.getvalue()


def slices(recording: bytes, number: int = 10) -> list[bytes]:
    """The recording in `number` pieces of equal length; they break elements anywhere."""
    step = -(-len(recording) // number)
    return [recording[at : at + step] for at in range(0, len(recording), step)]


def decoded(data: bytes) -> tuple[int, int]:
    """How many pictures and sounds a player gets out of it."""
    with av.open(io.BytesIO(data), "r", format="webm") as source:
        counts = {"video": 0, "audio": 0}
        for packet in source.demux():
            counts[packet.stream.type] += len(packet.decode())
    return counts["video"], counts["audio"]
