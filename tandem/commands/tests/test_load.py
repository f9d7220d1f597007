"""tandem import people, as somebody types it."""

import csv
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from tandem.cli import main
from tandem.rooms.people import factories as f
from tandem.rooms.people.actions.sign_in import sign_in
from tandem.rooms.people.models import Organisation, Person, Role

pytestmark = pytest.mark.django_db

HEADER = "number;voornaam;achternaam;rol;klas;login\n"
ZOE = "17;Zoë;Peeters;leerling;4A;zoe\n"


@pytest.fixture
def school() -> Organisation:
    made = f.school(slug="zenne", name="Campus Zenne")
    f.school_year(made)
    return made


def load(path: Path, *more: str) -> int:
    return main(["import", "people", str(path), "--school", "zenne", *more])


def written(folder: Path, text: str) -> Path:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_taken_over_with_a_summary(
    school: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(written(tmp_path, HEADER + ZOE)) == 0
    passwords = tmp_path / "people.passwords.csv"
    year = f.school_year(school).name
    assert capsys.readouterr().out.splitlines() == [
        f"Campus Zenne, {year}:",
        "       1 new",
        "       0 changed",
        "       0 unchanged",
        "       0 wrong",
        "  new classes: 4A",
        f"First passwords are in {passwords}. Only you can read it; delete it once they are handed out.",
    ]
    assert passwords.stat().st_mode & 0o777 == 0o600
    with passwords.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file, delimiter=";")
    assert sign_in(row["login"], row["password"]).person.name == row["name"] == "Zoë Peeters"


def test_twice_makes_no_second_file_of_passwords(
    school: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, HEADER + ZOE)
    load(path)
    capsys.readouterr()
    assert load(path) == 0
    assert "       1 unchanged" in capsys.readouterr().out.splitlines()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["people.csv", "people.passwords.csv"]


def test_older_passwords_are_not_overwritten(school: Organisation, tmp_path: Path) -> None:
    load(written(tmp_path, HEADER + ZOE))
    older = (tmp_path / "people.passwords.csv").read_bytes()
    load(written(tmp_path, HEADER + ZOE + "18;=Bo;Maes;leerling;4A;bo\n"))
    assert (tmp_path / "people.passwords.csv").read_bytes() == older
    with (tmp_path / "people.passwords-2.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file, delimiter=";")] == ["'=Bo Maes"]


def test_a_dry_run_shows_the_same_and_writes_nothing(
    school: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(written(tmp_path, HEADER + ZOE), "--dry-run") == 0
    words = capsys.readouterr().out.splitlines()
    assert (words[1], words[-1]) == ("       1 new", "This was a dry run. Nothing was written.")
    assert not Person.objects.exists()
    assert [one.name for one in tmp_path.iterdir()] == ["people.csv"]


def test_wrong_lines_are_listed_and_nothing_is_written(
    school: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{n};A;B;piraat;;\n" for n in range(52))
    assert load(written(tmp_path, HEADER + ZOE + rows)) == 1
    wrong = capsys.readouterr().err.splitlines()
    assert wrong[0] == "  line 3: «piraat» is not a role: use pupil, teacher, guardian, head, ICT or care"
    assert (len(wrong), wrong[50]) == (52, "  … and 2 more")
    assert wrong[51] == "Nothing was written: mend these lines, then import the whole file again."
    assert not Person.objects.exists()
    assert [one.name for one in tmp_path.iterdir()] == ["people.csv"]


def test_a_school_that_is_not_there(school: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, HEADER + ZOE)
    assert main(["import", "people", str(path), "--school", "zene"]) == 1
    assert capsys.readouterr().err == "There is no school «zene». Schools here: zenne.\n"


def test_a_file_that_is_not_there(school: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert load(tmp_path / "none.csv") == 1
    assert capsys.readouterr().err == f"{tmp_path / 'none.csv'} cannot be read: No such file or directory.\n"


@pytest.mark.samples
@pytest.mark.parametrize("version", ["1p1_minimal", "1p2_full"])
def test_users_of_oneroster_are_people_where_they_name_a_role(
    school: Organisation, tmp_path: Path, version: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = settings.ENV.samples / "roster" / f"oneroster_{version}.zip"
    if not source.exists():
        pytest.skip(f"{source} is not there (TANDEM_SAMPLES)")
    path = tmp_path / "users.csv"
    with zipfile.ZipFile(source) as archive:
        path.write_bytes(archive.read("users.csv"))
    if version == "1p2_full":  # its roles are in another file
        assert load(path) == 1
        assert capsys.readouterr().err.startswith("No column for: role.")
        return
    assert load(path) == 0
    assert load(path) == 0
    words = capsys.readouterr().out.splitlines()
    people = Role.objects.filter(organisation=school).order_by("person__given_name")
    assert f"{len(people):8} unchanged" in words
    assert {("John Doe", "teacher"), ("Mary Jones", "pupil"), ("Thomas Jones", "guardian")} <= {
        (one.person.name, one.kind) for one in people
    }
