"""tandem doctor, as somebody types it. What each check sees is in test_machine and test_kept."""

import stat
from pathlib import Path
from typing import Any

import pytest

from tandem.cli import main
from tandem.commands import doctor
from tandem.commands.checkup import Finding, ok, wrong
from tandem.env import Env
from tandem.rooms.people import factories as f
from tandem.rooms.people.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def healthy(tmp_path: Path, settings: Any) -> None:
    """An installation of its own, with nothing wrong but that no server runs."""
    settings.HOME = tmp_path
    settings.ENV = Env(home=tmp_path, secret_key="k" * 40, port=9)
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    for path in ("tandem/ui/static/dist/" + name for name in ("tandem.css", "tandem.js", "icons.svg", "latin.woff2")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    words = tmp_path / "locale" / "nl" / "LC_MESSAGES"
    words.mkdir(parents=True)
    (words / "django.po").touch()
    (words / "django.mo").touch()


@pytest.mark.usefixtures("healthy")
def test_nothing_wrong_is_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "Nothing is wrong."
    assert not [line for line in lines if line.startswith("wrong")]
    at = lines.index("look   No server answers on 127.0.0.1:9.")
    assert lines[at + 1] == "       → tandem serve; or set TANDEM_HOST and TANDEM_PORT as the server has them."
    assert len(lines) > 12


@pytest.mark.usefixtures("healthy")
@pytest.mark.parametrize(("env", "status"), [({}, 0), ({"host": "0.0.0.0"}, 1), ({"hosts": "school.example"}, 1)])
def test_the_demo_on_a_network_is_wrong(settings: Any, env: dict[str, Any], status: int) -> None:
    f.account(f.person(f.school(), "teacher"), "demo-teacher", "tandem")
    Account.objects.update(demonstration=True)
    settings.ENV = Env(home=settings.HOME, secret_key="k" * 40, port=9, **env)
    assert main(["doctor"]) == status


@pytest.mark.usefixtures("healthy")
def test_what_is_wrong_is_counted_with_advice(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.ENV = Env(home=settings.HOME, secret_key="short", port=9)
    assert main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("wrong  The secret key is shorter than 32 letters and could be guessed.")
    assert lines[at + 1].startswith("       → Take TANDEM_SECRET_KEY away")
    assert lines[-1].startswith("1 wrong, ")


@pytest.mark.usefixtures("healthy")
def test_it_changes_nothing(tmp_path: Path) -> None:
    def state() -> list[tuple[str, int, float]]:
        return sorted(
            (str(path), path.stat().st_size, path.stat().st_mtime)
            for path in tmp_path.rglob("*")
            if stat.S_ISREG(path.stat().st_mode)
        )

    before = state()
    main(["doctor"])
    assert state() == before


def test_a_check_that_breaks_is_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> Finding:
        raise ZeroDivisionError("no reason")

    assert doctor._show(broken) == [wrong("This could not be looked at: ZeroDivisionError: no reason", "Report it.")]
    assert doctor._show(lambda: ok("Well.")) == [ok("Well.")]
    assert capsys.readouterr().out.splitlines()[-1] == "ok     Well."
