import os
from pathlib import Path
from typing import Any

import pytest

from tandem.commands.checkup import machine
from tandem.env import BadEnvironment, Env
from tandem.env import secret as take_secret

LONG = "k" * 40


def states(found: Any) -> list[str]:
    return [one.state for one in found]


def touch(path: Path, at: int, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (at, at))
    return path


def test_a_home_that_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    first, room = machine.home(tmp_path)
    assert (first.state, first.words) == ("ok", f"{tmp_path} can be written.")
    assert room.words.endswith(f"GiB are free where {tmp_path} lies.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["a file", "none"])
def test_a_home_that_is_no_folder(tmp_path: Path, where: str) -> None:
    (tmp_path / "a file").touch()
    assert states(machine.home(tmp_path / where)) == ["wrong"]


@pytest.mark.skipif(not Path("/proc/self/fdinfo").is_dir(), reason="needs a folder that not even root can write")
def test_a_home_that_cannot_be_written() -> None:
    (found,) = machine.home(Path("/proc/self/fdinfo"))
    assert found.words.startswith("/proc/self/fdinfo (TANDEM_HOME) cannot be written: ")


@pytest.mark.parametrize(("gib", "state"), [(0.99, "wrong"), (1.01, "look"), (9.9, "look"), (10.1, "ok")])
def test_how_much_space_is_left(tmp_path: Path, gib: float, state: str) -> None:
    assert machine.space(tmp_path, int(gib * machine.GIB)).state == state


@pytest.mark.parametrize(
    ("key", "mode", "state"),
    [(LONG, 0o600, "ok"), (LONG, 0o640, "wrong"), (LONG, 0o604, "wrong"), ("k", 0o600, "wrong")],
)
def test_the_secret_is_long_and_its_owners(tmp_path: Path, key: str, mode: int, state: str) -> None:
    touch(tmp_path / "secret.key", 0, key).chmod(mode)
    assert machine.secret(Env(home=tmp_path)).state == state


def test_a_secret_of_the_environment_needs_no_file(tmp_path: Path) -> None:
    assert machine.secret(Env(home=tmp_path, secret_key=LONG)).state == "ok"
    assert machine.secret(Env(home=tmp_path, secret_key="short")).state == "wrong"
    assert machine.secret(Env(home=tmp_path)).state == "wrong"


def test_a_home_without_a_secret_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    home = touch(tmp_path / "file", 0)
    with pytest.raises(BadEnvironment, match="cannot be used: File exists"):
        take_secret(Env(home=home))
    assert len(take_secret(Env(home=tmp_path))) > 40


def test_the_libraries_of_this_machine_work() -> None:
    assert [(one.state, one.words.partition(" loads")[0]) for one in machine.libraries()] == [
        ("ok", "The video library"),
        ("ok", "The PDF library"),
    ]


@pytest.fixture
def ui(tmp_path: Path) -> Path:
    folder = tmp_path / "ui"
    touch(folder / "css" / "main.css", 1000)
    touch(folder / "ts" / "lesson" / "main.ts", 1000)
    for name in machine.BUILT:
        touch(folder / "static" / "dist" / name, 2000)
    return folder


def test_a_front_end_that_is_built(ui: Path, tmp_path: Path) -> None:
    assert machine.bundle(ui, tmp_path).state == "ok"
    touch(tmp_path / "staticfiles.json", 2005)
    assert machine.bundle(ui, tmp_path).state == "ok"


def test_a_front_end_that_is_not_built_or_not_anew(ui: Path, tmp_path: Path) -> None:
    manifest = touch(tmp_path / "staticfiles.json", 1500)
    assert machine.bundle(ui, tmp_path).words == "The server gives out an older front end than the one that was built."
    manifest.unlink()
    touch(ui / "ts" / "lesson" / "main.ts", 3000)
    assert machine.bundle(ui, tmp_path).state == "look"
    (ui / "static" / "dist" / "icons.svg").unlink()
    assert machine.bundle(ui, tmp_path).words == "Pages have no icons.svg: the front end was not built."


def test_translations_are_compiled_and_not_older_than_their_words(tmp_path: Path) -> None:
    assert machine.words(tmp_path).state == "wrong"
    source = touch(tmp_path / "nl" / "LC_MESSAGES" / "django.po", 1000)
    assert machine.words(tmp_path).state == "wrong"
    touch(source.with_suffix(".mo"), 1000)
    assert machine.words(tmp_path).words == "Translations: nl."
    touch(source, 2000)
    assert machine.words(tmp_path).state == "look"


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_there_is_found(live_server: Any) -> None:
    port = live_server.thread.port
    assert machine.answers("127.0.0.1", port)
    assert machine.answers("0.0.0.0", port)
    assert machine.server("127.0.0.1", port, running=True).state == "ok"


def test_a_server_that_is_not_there_is_not_found() -> None:
    assert not machine.answers("127.0.0.1", 9)
    assert not machine.answers("no such host", 9)
    assert machine.server("127.0.0.1", 9, running=False).state == "look"
