"""Slices become frames, frames become what a browser plays, and a recorder's clock is put right."""

import contextlib
import json
from pathlib import Path

import pytest

from tandem.engines.timeline import media, remux
from tandem.engines.timeline.frame import Control, Draft, Frame, TimelineError, Track
from tandem.engines.timeline.log import Timeline
from tandem.engines.timeline.media import DRIFT, PATIENCE, Feed, Ingest, epochs
from tandem.engines.timeline.tests.lesson import SECOND, TEACHER, Clock, begin
from tandem.engines.timeline.tests.model import everything
from tandem.engines.timeline.tests.recorder import decoded, record, slices
from tandem.engines.timeline.tests.shape import block, element, number, recording
from tandem.engines.timeline.tests.test_webm_fuzz import inputs
from tandem.engines.timeline.webm import CLUSTER, TIMESTAMP, BadMedia

FILM = frozenset({Track.SOUND, Track.PICTURE, Track.CONTROL})


def publish(log: Timeline, clock: Clock, seconds: int, *, picture: bool = True, close: bool = True) -> Ingest:
    """A recorder's run in slices of a tenth of a second."""
    ingest = Ingest(log, TEACHER)
    for piece in slices(record(seconds, picture=picture), seconds * 10):
        ingest.feed(piece)
        clock.time += SECOND // 10
    if close:
        ingest.close()
    return ingest


def sent(log: Timeline, tracks: frozenset[int] = FILM) -> bytes:
    return b"".join(piece.data for piece in Feed(log, tracks).encode(everything(log, tracks | {Track.CONTROL})))


def blocks_at(millis: int) -> bytes:
    """A cluster with one sound at this time of the recorder's clock."""
    return element(CLUSTER, number(TIMESTAMP, millis), block(2, 0, b"sound"))


def sounds(log: Timeline) -> list[float]:
    return [frame.time / SECOND for frame in everything(log, {Track.SOUND})]


def test_what_a_recorder_gives_plays_for_a_viewer(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log")
    with log:
        publish(log, clock, 3)
        assert decoded(sent(log))[0] == 30
        assert decoded(sent(log))[1] > 100
        assert decoded(sent(log, frozenset({Track.SOUND})))[0] == 0
        assert decoded(sent(log, frozenset({Track.SOUND})))[1] == decoded(sent(log))[1]


def test_each_run_of_a_recorder_is_an_epoch_on_one_timeline(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log")
    with log:
        publish(log, clock, 2)
        clock.time += 30 * SECOND
        publish(log, clock, 2, picture=False)
        first, second = epochs(log)
        assert (sorted(first.tracks), sorted(second.tracks)) == ([Track.SOUND, Track.PICTURE], [Track.SOUND])
        assert (first.ends, second.ends) == (2 * SECOND, 34 * SECOND)
        assert 32 * SECOND <= second.begins < 33 * SECOND
        assert (first.mime(FILM), second.mime(FILM)) == ('video/webm;codecs="vp8,opus"', 'audio/webm;codecs="opus"')
        pieces = Feed(log, FILM).encode(everything(log, FILM))
        assert [(piece.epoch, piece.begins_epoch) for piece in pieces] == [
            (first.seq, True), (first.seq, False), (second.seq, True), (second.seq, False),
        ]  # fmt: skip
        assert len(log.spans(Track.SOUND)) == 2


def test_an_epoch_that_a_crash_cut_off_ends_with_its_last_sound(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log")
    with log:
        publish(log, clock, 2, close=False)
        clock.time += 60 * SECOND
        assert epochs(log)[0].ends is None
        publish(log, clock, 2)
        ends = epochs(log)[0].ends
        assert ends is not None
        assert 1.5 * SECOND < ends < 4 * SECOND


def test_a_line_that_stood_still_catches_up_in_one_epoch(tmp_path: Path) -> None:
    """The slices of four seconds come at once: they happened when the recorder says."""
    log, clock = begin(tmp_path / "log")
    with log:
        ingest = Ingest(log, TEACHER)
        ingest.feed(recording())
        for tenth in range(100):
            if not 30 <= tenth < 70:
                clock.time = tenth * SECOND // 10
            else:
                clock.time = 7 * SECOND
            ingest.feed(blocks_at(tenth * 100))
        assert len(epochs(log)) == 1
        assert sounds(log) == [tenth / 10 for tenth in range(100)]


def test_a_laptop_that_slept_begins_a_new_epoch(tmp_path: Path) -> None:
    log, clock = begin(tmp_path / "log")
    with log:
        ingest = Ingest(log, TEACHER)
        ingest.feed(recording())
        for tenth in range(200):
            ingest.feed(blocks_at(tenth * 100))
            clock.time += SECOND // 10 + (600 * SECOND if tenth == 50 else 0)
        ingest.close()
        first, second = epochs(log)
        assert (first.ends, second.ends) == (second.begins, clock.time)
        late = second.begins / SECOND - 605.1
        assert PATIENCE / SECOND < late < PATIENCE / SECOND + 0.3
        assert sounds(log)[-1] == pytest.approx(clock.time / SECOND - 0.1)


def test_a_recorder_that_runs_ahead_is_put_right_and_time_does_not_go_back(tmp_path: Path) -> None:
    log, _ = begin(tmp_path / "log")
    with log:
        ingest = Ingest(log, TEACHER)
        ingest.feed(recording() + b"".join(blocks_at(tenth * 100) for tenth in range(30)))
        assert len(epochs(log)) == 2
        assert max(sounds(log)) == DRIFT / SECOND
        assert sounds(log) == sorted(sounds(log))


def test_good_media_before_bad_is_kept(tmp_path: Path) -> None:
    log, _ = begin(tmp_path / "log")
    with log:
        ingest = Ingest(log, TEACHER)
        with pytest.raises(BadMedia):
            ingest.feed(recording(block(2, 0, b"good"), block(7, 0, b"bad"), block(2, 0, b"behind")))
        assert [frame.payload for frame in everything(log, {Track.SOUND})] == [b"good"]
        with pytest.raises(BadMedia):
            ingest.feed(block(2, 0, b"later"))
        assert [frame.kind for frame in ingest.close()] == [Control.EPOCH_END]


def test_damaged_recordings_never_reach_a_viewer_as_a_crash(tmp_path: Path) -> None:
    """What the reader lets through, whoever reads it later can read."""
    log, clock = begin(tmp_path / "log")
    kept = 0
    with log:
        for data in inputs(400):
            ingest = Ingest(log, TEACHER)
            with contextlib.suppress(BadMedia):
                kept += len(ingest.feed(data))
            ingest.close()
            clock.time += SECOND
        assert kept > 1_000
        assert len(epochs(log)) > 100
        pieces = Feed(log, FILM).encode(everything(log, FILM))
        assert {piece.epoch for piece in pieces} <= {epoch.seq for epoch in epochs(log)}
        assert all(epoch.mime(FILM) for epoch in epochs(log))


def mp4_epoch(log: Timeline, clock: Clock) -> list[Frame]:
    """As a reader of fragmented MP4 will write it: the same frames, another container and codecs WebM has not."""
    tracks = [
        {
            "number": 1,
            "kind": "picture",
            "codec": "V_MPEG4/ISO/AVC",
            "private": "AULgHw==",
            "width": 640,
            "height": 360,
        },
        {"number": 2, "kind": "sound", "codec": "A_AAC", "private": "", "rate": 48_000.0, "channels": 1},
    ]
    head = json.dumps({"container": "mp4", "offset": clock.time, "tracks": tracks}).encode()
    frames = log.append(
        [
            Draft(Track.CONTROL, Control.EPOCH, head, author=TEACHER),
            Draft(Track.PICTURE, 0, b"avc", key=True, author=TEACHER),
            Draft(Track.SOUND, 0, b"aac", key=True, author=TEACHER),
        ]
    )
    clock.time += SECOND
    return frames + log.append([Draft(Track.CONTROL, Control.EPOCH_END, b"{}", author=TEACHER)])


def test_there_is_room_for_an_epoch_of_mp4(tmp_path: Path) -> None:
    """It is kept, read back, erased and told; what cannot be sent yet is left out, and the rest goes on."""
    log, clock = begin(tmp_path / "log")
    with log:
        publish(log, clock, 2)
        frames = mp4_epoch(log, clock)
        publish(log, clock, 2)
        webm, mp4, after = epochs(log)
        assert (mp4.container, mp4.playable, webm.playable) == ("mp4", False, True)
        assert mp4.mime(FILM) == 'video/mp4;codecs="avc1.42e01f,A_AAC"'
        assert [f for f in everything(log, FILM) if mp4.seq <= f.seq < after.seq] == frames
        assert {piece.epoch for piece in Feed(log, FILM).encode(everything(log, FILM))} == {webm.seq, after.seq}
        assert [[one.container for one in run] for run in remux.runs(log)] == [["webm"], ["mp4"], ["webm"]]
        with pytest.raises(TimelineError, match="cannot make a film of mp4"):
            remux.write_webm(log, 1, tmp_path / "film.webm")
        log.erase(piece=(mp4.begins, after.begins), reason="cut out")
        assert [f.payload for f in everything(log, FILM) if mp4.seq < f.seq < after.seq] == [b"{}"]


def test_media_whose_epoch_is_gone_is_left_out(tmp_path: Path) -> None:
    log, _ = begin(tmp_path / "log")
    with log:
        log.append([Draft(Track.SOUND, 0, b"orphan", key=True)])
        assert media.Feed(log, FILM).encode(everything(log, FILM)) == []
