"""Reading what a recorder sends, and writing what a media source takes."""

import pytest

from tandem.engines.timeline import webm
from tandem.engines.timeline.tests import shape
from tandem.engines.timeline.tests.recorder import decoded, record, slices
from tandem.engines.timeline.tests.shape import (
    CLUSTER,
    EBML,
    PICTURE,
    SEGMENT,
    SOUND,
    block,
    element,
    number,
    recording,
)
from tandem.engines.timeline.webm import BadMedia, Block, Header, Reader


def read(data: bytes) -> list[Header | Block]:
    return list(Reader().feed(data))


def blocks(data: bytes) -> list[Block]:
    return [part for part in read(data) if isinstance(part, Block)]


def test_a_recording_is_read_as_ffmpeg_wrote_it() -> None:
    header, *found = read(record(3))
    assert isinstance(header, Header)
    assert [(one.kind, one.codec) for one in sorted(header.tracks, key=lambda one: one.kind)] == [
        ("picture", "V_VP8"),
        ("sound", "A_OPUS"),
    ]
    picture = next(one for one in header.tracks if one.kind == "picture")
    frames = [one for one in found if isinstance(one, Block) and one.track == picture.number]
    assert (picture.width, picture.height, len(frames)) == (64, 48, 30)
    assert [frame.time for frame in frames] == [n * 100_000 for n in range(30)]
    assert [n for n, frame in enumerate(frames) if frame.key] == [0, 10, 20]


@pytest.mark.parametrize("number", [2, 7, 100, 1_000_000])
def test_slices_may_break_anywhere(number: int) -> None:
    recording = record(1)
    reader = Reader()
    assert [part for piece in slices(recording, number) for part in reader.feed(piece)] == read(recording)


def test_what_is_written_plays() -> None:
    header, *found = read(record(2))
    assert isinstance(header, Header)
    again = webm.init_segment(header.tracks) + webm.cluster(one for one in found if isinstance(one, Block))
    assert read(again) == [header, *found]
    assert decoded(again)[0] == 20


def test_clusters_are_split_before_their_times_overflow() -> None:
    sent = [Block(1, second * 1_000_000, True, b"x") for second in (0, 29, 31, 95, 96)]
    written = webm.cluster(sent)
    assert written.count(webm.CLUSTER.to_bytes(4, "big")) == 3
    assert blocks(webm.init_segment(read(recording())[0].tracks) + written) == sent  # type: ignore[union-attr]


def test_a_block_group_is_a_key_frame_when_it_refers_to_nothing() -> None:
    plain = b"\x81\x00\x05\x00data"
    alone = element(webm.GROUP, element(webm.BLOCK, plain))
    after = element(webm.GROUP, element(webm.BLOCK, plain), number(webm.REFERENCE, 1))
    assert [one.key for one in blocks(recording(alone, after))] == [True, False]


def test_sound_is_always_a_key_frame() -> None:
    assert [one.key for one in blocks(recording(block(2, 0, b"s", flags=0), block(1, 0, b"p", flags=0)))] == [
        True,
        False,
    ]


def test_the_same_tracks_may_be_said_again() -> None:
    again = element(webm.TRACKS, PICTURE, SOUND)
    assert len(read(recording(again, block(1, 0, b"p")))) == 2


def test_what_was_good_before_something_bad_is_given() -> None:
    reader, found = Reader(), []
    with pytest.raises(BadMedia, match="unknown track"):
        for part in reader.feed(recording(block(1, 0, b"p"), block(9, 0, b"?"))):
            found.append(part)  # noqa: PERF402
    assert [type(part) for part in found] == [Header, Block]
    with pytest.raises(BadMedia, match="unknown track"):
        list(reader.feed(recording()))


BAD = {
    "not an element's identifier": b"\x00" * 20,
    "not an element's size": EBML + b"\xec\x00",
    "begins with an EBML header": SEGMENT,
    "a recording begins": element(webm.VOID, b""),
    "not WebM": element(webm.EBML, element(0x4282, b"mp4")),
    "a second recording": EBML + EBML,
    "media before its tracks": EBML + SEGMENT + CLUSTER,
    "an element is cut short": EBML + SEGMENT + element(webm.TRACKS, b"\xae"),
    "larger than a recorder sends": EBML + element(webm.TAGS, size=(2 << 20) + 1),
    "larger than a recorder": EBML + element(webm.TRACKS, size=(256 << 10) + 1),
    "element is larger": EBML + webm.INFO.to_bytes(4, "big") + shape.UNKNOWN,
    "an unusual clock": EBML + element(webm.INFO, number(webm.SCALE, 1)),
    "a number is too long": EBML + element(webm.INFO, element(webm.SCALE, bytes(9))),
    "without tracks": recording(tracks=[]),
    "one number or one kind": recording(tracks=[PICTURE, PICTURE]),
    "or one kind": recording(tracks=[SOUND, shape.track(3, 2, b"A_OPUS")]),
    "does not keep: A_VORBIS": recording(tracks=[shape.track(1, 2, b"A_VORBIS")]),
    "does not keep: V_VP8": recording(tracks=[shape.track(1, 2, b"V_VP8")]),
    "a track's number": recording(tracks=[shape.track(127, 1, b"V_VP8")]),
    "not a floating point number": recording(
        tracks=[shape.track(1, 2, b"A_OPUS", element(webm.AUDIO, element(webm.RATE, b"abc")))]
    ),
    "an impossible size": recording(
        tracks=[
            shape.track(1, 1, b"V_VP8", element(webm.VIDEO, number(webm.WIDTH, 50_000), number(webm.HEIGHT, 50_000)))
        ]
    ),
    "impossible size": recording(
        tracks=[shape.track(1, 2, b"A_OPUS", element(webm.AUDIO, element(webm.RATE, b"\x7f\xf8" + bytes(6))))]
    ),
    "other tracks in the middle": recording(element(webm.TRACKS, PICTURE)),
    "a block is cut short": recording(element(webm.SIMPLE_BLOCK, b"\x81\x00\x00\x80")),
    "a block outside a cluster": EBML + SEGMENT + element(webm.TRACKS, PICTURE) + CLUSTER + block(1, 0, b"p"),
    "a block of an unknown track": recording(block(5, 0, b"p")),
    "laced frames": recording(block(1, 0, b"p", flags=0x02)),
    "a time outside": recording(block(1, -1, b"p")),
    "outside of any lesson": recording(number(webm.TIMESTAMP, 1 << 60), block(1, 0, b"p")),
}


@pytest.mark.parametrize("words", BAD)
def test_what_is_no_recording_is_refused_in_words(words: str) -> None:
    with pytest.raises(BadMedia, match=words):
        read(BAD[words])


def test_a_track_says_its_codec_as_browsers_ask_for_it() -> None:
    tracks = [
        webm.TrackInfo(1, "picture", "V_VP9"),
        webm.TrackInfo(1, "picture", "V_AV1"),
        webm.TrackInfo(1, "picture", "V_MPEG4/ISO/AVC", private=b"\x01\x42\xe0\x1f"),
        webm.TrackInfo(2, "sound", "A_OPUS"),
    ]
    assert [one.mime_codec for one in tracks] == ["vp09.00.10.08", "av01.0.05M.08", "avc1.42e01f", "opus"]
    assert webm.mime([tracks[3]]) == 'audio/webm;codecs="opus"'
    assert webm.mime([tracks[0], tracks[3]]) == 'video/webm;codecs="vp09.00.10.08,opus"'
