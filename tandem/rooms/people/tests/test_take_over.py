from datetime import date, timedelta

import pytest
from django.utils import timezone

from tandem.kit.problems import Problem
from tandem.rooms.audit.models import Entry
from tandem.rooms.people import factories as f
from tandem.rooms.people.actions.sign_in import sign_in
from tandem.rooms.people.actions.take_over import FirstPassword, take_over
from tandem.rooms.people.models import Account, Group, Membership, Organisation, Person, Role, SchoolNumber
from tandem.rooms.people.roll import Roll, compare
from tandem.rooms.people.sheet import read_sheet

pytestmark = pytest.mark.django_db

HEADER = "number;given name;family name;role;class;date of birth;login\n"
ZOE = "17;Zoë;Peeters;pupil;4A;2011-03-09;zoe\n"
AN = "t1;An;Maes;teacher, head;4A, 4B;;an\n"


@pytest.fixture
def school() -> Organisation:
    made = f.school(language="fr")
    f.school_year(made)
    return made


def rolled(school: Organisation, text: str, day: date | None = None) -> Roll:
    return compare(read_sheet(text.encode()), school, day or timezone.localdate())


def load(school: Organisation, text: str, day: date | None = None) -> tuple[Roll, list[FirstPassword]]:
    kept: list[FirstPassword] = []
    roll = rolled(school, text, day)
    take_over(roll, by=None, keep_passwords=kept.extend)
    return roll, kept


def counts(roll: Roll) -> tuple[int, int, int]:
    return roll.new, len(roll.changes) - roll.new, roll.unchanged


def person(number: str = "17") -> Person:
    return SchoolNumber.objects.everywhere("a test").get(number=number).person


def classes(who: Person) -> list[tuple[str, str]]:
    today = Membership.objects.of(who).current()
    return sorted(today.values_list("group__name", "part"))


def everything() -> list[object]:
    """Every row of this room's tables that a file may touch."""
    rows: list[object] = [*Person.objects.order_by("pk").values(), *Account.objects.order_by("pk").values()]
    for model in (SchoolNumber, Role, Membership, Group):
        rows.extend(model.objects.everywhere("a test").order_by("pk").values())
    return rows


def test_new_people_get_a_role_a_class_and_an_account_that_opens(school: Organisation) -> None:
    roll, kept = load(school, HEADER + ZOE + AN)
    zoe, an = person(), person("t1")
    assert (counts(roll), roll.new_classes) == ((2, 0, 0), ["4A", "4B"])
    assert (zoe.name, zoe.born_on, zoe.language) == ("Zoë Peeters", date(2011, 3, 9), "fr")
    assert (zoe.kinds, an.kinds) == ({"pupil"}, {"teacher", "head"})
    assert classes(zoe) == [("4A", "pupil")]
    assert classes(an) == [("4A", "teacher"), ("4B", "teacher")]
    assert [(one.number, one.name, one.classes, one.login) for one in kept] == [
        ("17", "Zoë Peeters", "4A", "zoe"),
        ("t1", "An Maes", "4A, 4B", "an"),
    ]
    assert sign_in("zoe", kept[0].password).person == zoe
    assert kept[0].password != kept[1].password


def test_the_same_file_twice_changes_nothing(school: Organisation) -> None:
    load(school, HEADER + ZOE + AN)
    before, entries = everything(), Entry.objects.everywhere("a test").count()
    roll, kept = load(school, HEADER + ZOE + AN)
    assert (counts(roll), roll.new_classes, kept) == ((0, 0, 2), [], [])
    assert everything() == before
    assert Entry.objects.everywhere("a test").count() == entries


def test_a_wrong_row_keeps_every_row_out(school: Organisation) -> None:
    before = everything()
    roll = rolled(school, HEADER + ZOE + "18;;Peeters;pupil;4A;;\n")
    assert [(one.line, one.words) for one in roll.wrong] == [(3, "there is no given name")]
    with pytest.raises(Problem, match="Nothing was written"):
        take_over(roll, by=None, keep_passwords=lambda kept: None)
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_without_a_place_for_the_passwords_nobody_is_written(school: Organisation) -> None:
    before = everything()

    def full(kept: list[FirstPassword]) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        take_over(rolled(school, HEADER + ZOE), by=None, keep_passwords=full)
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_login_given_away_meanwhile_keeps_every_row_out(school: Organisation) -> None:
    roll = rolled(school, HEADER + AN + ZOE)
    f.person(school, "pupil", login="zoe")
    before = everything()
    with pytest.raises(Problem, match="Somebody changed the same people meanwhile"):
        take_over(roll, by=None, keep_passwords=lambda kept: None)
    assert everything() == before


def test_what_differs_is_changed_and_the_password_stays(school: Organisation) -> None:
    _, kept = load(school, HEADER + ZOE)
    roll, more = load(school, HEADER + ZOE.replace("Peeters", "Maes-Peeters").replace(";zoe", ";zoe.maes"))
    assert (counts(roll), more) == ((0, 1, 0), [])
    assert person().name == "Zoë Maes-Peeters"
    assert sign_in("zoe.maes", kept[0].password).person == person()
    entry = Entry.objects.filter(organisation_id=school.pk, verb="person.taken_over_again").get()
    assert entry.details == {"line": 2, "fields": ["family_name"]}


def test_the_language_is_the_persons_own_after_the_first_time(school: Organisation) -> None:
    text = "number;given name;family name;role;language\n1;An;Maes;teacher;nl\n"
    load(school, text)
    Person.objects.filter(pk=person("1").pk).update(language="de")
    roll, _ = load(school, text)
    assert (counts(roll), person("1").language) == ((0, 0, 1), "de")


def test_a_pupil_who_changes_class_leaves_the_former_one_the_day_before(school: Organisation) -> None:
    october, november = date(2030, 10, 1), date(2030, 11, 4)
    year = f.school_year(school, october)
    load(school, HEADER + ZOE, october)
    choir = Group.objects.create(organisation=school, school_year=year, name="Choir", kind=Group.Kind.GROUP)
    f.member(person(), choir, starts_on=october)
    load(school, HEADER + ZOE.replace("4A", "4B"), november)
    rows = Membership.objects.of(person()).order_by("group__name")
    assert list(rows.values_list("group__name", "starts_on", "ends_on")) == [
        ("4A", october, date(2030, 11, 3)),
        ("4B", november, None),
        ("Choir", october, None),
    ]


def test_a_class_put_right_the_same_day_leaves_no_trace(school: Organisation) -> None:
    load(school, HEADER + ZOE)
    load(school, HEADER + ZOE.replace("4A", "4B"))
    assert list(Membership.objects.of(person()).values_list("group__name", flat=True)) == ["4B"]


def test_a_teacher_keeps_the_classes_that_the_file_leaves_out(school: Organisation) -> None:
    load(school, HEADER + AN)
    load(school, HEADER + AN.replace("4A, 4B", "5C"))
    assert classes(person("t1")) == [("4A", "teacher"), ("4B", "teacher"), ("5C", "teacher")]


def test_before_the_year_begins_people_are_taken_over_into_it_once(school: Organisation) -> None:
    coming = f.school_year(school, date(2030, 10, 1))
    august = date(2030, 8, 20)
    roll, _ = load(school, HEADER + ZOE, august)
    assert roll.year == coming
    assert Membership.objects.of(person()).get().starts_on == date(2030, 9, 1)
    assert Role.objects.of(person()).get().starts_on == august
    assert counts(load(school, HEADER + ZOE, august)[0]) == (0, 0, 1)


def test_another_school_has_its_own_numbers(school: Organisation) -> None:
    other = f.school()
    f.school_year(other)
    load(other, HEADER + "17;Emma;Dubois;pupil;4A;;emma\n")
    roll, _ = load(school, HEADER + ZOE)
    assert counts(roll) == (1, 0, 0)
    here, there = (SchoolNumber.objects.get(organisation=one, number="17").person for one in (school, other))
    assert (here.name, there.name) == ("Zoë Peeters", "Emma Dubois")


def test_a_school_renames_nobody_whom_another_one_knows(school: Organisation) -> None:
    load(school, HEADER + ZOE)
    f.role(person(), f.school(), "pupil")
    other_name = ZOE.replace("Zoë", "Zoe").replace("2011", "2010")
    assert counts(load(school, HEADER + other_name)[0]) == (0, 1, 0)
    assert (person().name, person().born_on) == ("Zoë Peeters", date(2011, 3, 9))
    assert Role.objects.get(person=person(), organisation=school).name_used == "Zoe Peeters"
    assert Membership.objects.of(person()).get().name_used == "Zoe Peeters"
    assert counts(load(school, HEADER + other_name)[0]) == (0, 0, 1)
    load(school, HEADER + other_name.replace("pupil", "pupil, care"))
    assert counts(load(school, HEADER + other_name.replace("pupil", "pupil, care"))[0]) == (0, 0, 1)
    load(school, HEADER + ZOE)
    assert Role.objects.filter(person=person(), organisation=school, name_used="").count() == 2


def test_somebody_the_file_leaves_out_loses_nothing(school: Organisation) -> None:
    load(school, HEADER + ZOE + AN)
    before = [Role.objects.of(person()).get().ends_on, classes(person())]
    load(school, HEADER + AN)
    assert [Role.objects.of(person()).get().ends_on, classes(person())] == before


def test_somebody_who_comes_back_gets_a_new_role(school: Organisation) -> None:
    load(school, HEADER + ZOE)
    Role.objects.of(person()).update(ends_on=timezone.localdate() - timedelta(days=1))
    roll, kept = load(school, HEADER + ZOE)
    assert (counts(roll), kept) == ((0, 1, 0), [])
    assert person().kinds == {"pupil"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("18;Bo;Maes;pupil;4A;;TAKEN", "the login «taken» is taken by another account; choose another one"),
        ("18;Bo;Maes;pupil;4A;;zoe", "the login «zoe» is already on line 2"),
        ("18;Bo;Maes;guardian;4A;;", "only a pupil or a teacher has a class"),
    ],
)
def test_rows_that_do_not_fit_what_is_there(school: Organisation, row: str, words: str) -> None:
    f.person(f.school(), "pupil", login="taken")
    roll = rolled(school, HEADER + ZOE + row)
    assert [(one.line, one.words) for one in roll.wrong] == [(3, words)]


def test_an_empty_login_gives_no_account_and_a_missing_column_gives_one(school: Organisation) -> None:
    f.person(f.school(), "pupil", login="zoe.peeters")
    load(school, HEADER + ZOE.replace(";zoe", ";"))
    assert not Account.objects.filter(person=person()).exists()
    bare = "number;given name;family name;role\n17;Zoë;Peeters;pupil\n18;Zoé;Peeters;pupil\n19;李;王;pupil\n"
    _, kept = load(school, bare)
    assert [one.login for one in kept] == ["zoe.peeters2", "zoe.peeters3", "19"]
    assert counts(load(school, bare)[0]) == (0, 0, 3)


def test_without_a_school_year_there_are_no_classes_to_enter() -> None:
    with pytest.raises(Problem, match="There is no school year on"):
        rolled(f.school(), HEADER + ZOE)


def test_a_long_file_is_compared_in_as_many_queries_as_a_short_one(
    school: Organisation, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    load(school, HEADER + "".join(f"{n};Given;Family;pupil;4A;;\n" for n in range(3)))
    for rows in (1, 30):
        text = HEADER + "".join(f"{n};Given;Family;pupil;4A;;login-{n}\n" for n in range(rows))
        with django_assert_num_queries(8):  # type: ignore[operator]
            rolled(school, text)
