"""The figures that `make bench` prints can be had, and are figures of what they say."""

from tandem.engines.timeline.bench import measure


def test_every_figure_is_measured() -> None:
    figures = measure(seconds=30)
    assert sorted(figures) == [
        "400 live viewers, share of a core",
        "400 replays, share of a core",
        "append CPU µs/frame",
        "append frames/s",
        "erase a minute ms",
        "erase a pupil ms",
        "erase the teacher ms",
        "ingest CPU µs/frame",
        "ingest frames/s",
        "lesson MB",
        "recover ms",
        "seek p50 ms",
        "seek p95 ms",
    ]
    assert all(figure > 0 for figure in figures.values())
    assert 1.8 < figures["lesson MB"] < 2.2  # 0.5 Mbit/s for 30 s, and what frames take beyond their payload
    assert figures["seek p50 ms"] <= figures["seek p95 ms"]
