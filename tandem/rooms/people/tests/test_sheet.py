from datetime import date

import pytest

from tandem.kit.problems import Problem
from tandem.rooms.people.sheet import Line, read_sheet

HEADERS = {
    "en": "Number;Given name;Family name;Role;Class;Language;Date of birth;Login",
    "nl": "Stamboeknummer;Voornaam;Achternaam;Rol;Klas;Taal;Geboortedatum;Gebruikersnaam",
    "fr": "Matricule;Prénom;Nom de famille;Fonction;Classe;Langue;Date de naissance;Nom d’utilisateur",
    "de": "Schülernummer;Vorname;Nachname;Rolle;Klasse;Sprache;Geburtsdatum;Benutzername",
}
ROWS = {
    "en": "17;Zoë;Peeters;pupil;4A;Dutch;2011-03-09;Zoe.P",
    "nl": "17;Zoë;Peeters;leerling;4A;Nederlands;9/3/2011;zoe.p",
    "fr": "17;Zoë;Peeters;Élève;4A;néerlandais;09.03.2011;zoe.p",
    "de": "17;Zoë;Peeters;Schülerin;4A;Niederländisch;9-3-2011;zoe.p",
}
ZOE = Line(2, "17", "Zoë", "Peeters", ("pupil",), ("4A",), "nl", date(2011, 3, 9), "zoe.p")
LEAST = "number,given name,family name,role"


@pytest.mark.parametrize("language", HEADERS)
def test_columns_and_words_of_four_languages(language: str) -> None:
    sheet = read_sheet(f"{HEADERS[language]}\n{ROWS[language]}\n".encode())
    assert (sheet.lines, sheet.wrong, sheet.notes) == ([ZOE], [], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_write(encoding: str, separator: str, end: str) -> None:
    text = f"{HEADERS['en']}\n{ROWS['en']}\n".replace(";", separator).replace("\n", end)
    sheet = read_sheet(text.encode(encoding))
    assert [line.name for line in sheet.lines] == ["Zoë Peeters"]
    assert sheet.notes == []


def test_windows_1252_is_read_with_a_word_about_it() -> None:
    sheet = read_sheet(f"{HEADERS['en']}\n{ROWS['en']}\n".encode("cp1252"))
    assert sheet.lines == [ZOE]
    assert sheet.notes[0].startswith("The file is not in UTF-8; it was read as Windows-1252.")


def test_letters_of_a_mac_and_stray_spaces_are_made_one_form() -> None:
    sheet = read_sheet(f"{LEAST}\n17, Zoe\u0308 \u00a0Anna ,Peeters,pupil\n".encode())
    assert sheet.lines[0].given_name == "Zoë Anna"


def test_several_roles_and_classes_in_a_cell() -> None:
    line = read_sheet(f'{LEAST},class\n1,An,Maes,"leraar, directeur","4A, 4B, 4A"\n'.encode()).lines[0]
    assert (line.kinds, line.classes) == (("teacher", "head"), ("4A", "4B"))


def test_columns_that_are_not_used_are_named() -> None:
    sheet = read_sheet(f"{LEAST},Shoe size,number\n1,An,Maes,teacher,38,9\n".encode())
    assert sheet.notes == ["Columns that are not used: Shoe size, number."]
    assert sheet.lines[0].number == "1"


def test_without_a_column_for_logins_the_file_says_nothing_about_them() -> None:
    assert read_sheet(f"{LEAST}\n1,An,Maes,teacher\n".encode()).lines[0].login is None
    assert read_sheet(f"{LEAST},login\n1,An,Maes,teacher,\n".encode()).lines[0].login == ""


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",An,Maes,teacher", "there is no number"),
        ("1,,Maes,teacher", "there is no given name"),
        ("1,An", "there is no family name"),
        ("1,An,Maes,pirate", "«pirate» is not a role: use pupil, teacher, guardian, head, ICT or care"),
        (f"1,{'A' * 81},Maes,pupil", "the given name is longer than 80 letters"),
        ("1,A\x07n,Maes,pupil", "the given name holds a sign that cannot be printed"),
        ("1,An,Maes,pupil,2011-02-30", "«2011-02-30» is not a date: write it as 2012-03-09 or 9/3/2012"),
        ("1,An,Maes,pupil,3/31/2011", "«3/31/2011» is not a date: write it as 2012-03-09 or 9/3/2012"),
        ("1,An,Maes,pupil,9/3/11", "«9/3/11» is not a date: write it as 2012-03-09 or 9/3/2012"),
        ("1,An,Maes,pupil,2911-03-09", "nobody in a school was born on 2911-03-09"),
        ("1,An,Maes,pupil,,Klingon", "«Klingon» is not a language of the pages: use nl, fr, de or en"),
        ("1,An,Maes,pupil,,,an maes", "the login «an maes» holds a space"),
        (
            "11.03.09-101.07,An,Maes,pupil",
            "the number is a national register number, which is never kept; use the school's own number",
        ),
    ],
)
def test_a_wrong_row_is_told_with_its_line(row: str, words: str) -> None:
    sheet = read_sheet(f"{LEAST},born on,language,login\n1000,Bo,Maes,pupil\n{row}\n".encode())
    assert [(one.line, one.words) for one in sheet.wrong] == [(3, words)]
    assert [line.number for line in sheet.lines] == ["1000"]


def test_a_number_stands_once_in_a_file() -> None:
    sheet = read_sheet(f"{LEAST}\n1,An,Maes,pupil\n\n1,Bo,Maes,pupil\n".encode())
    assert [(one.line, one.words) for one in sheet.wrong] == [(4, "the number 1 is already on line 2")]


@pytest.mark.parametrize("number", ["00012345678", "20110309999", "123456789012", "1-2-3"])
def test_a_schools_own_number_may_look_like_many_things(number: str) -> None:
    assert [line.number for line in read_sheet(f"{LEAST}\n{number},An,Maes,pupil\n".encode()).lines] == [number]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "No column for: number, given name, family name, role."),
        (b"name;role\nAn;pupil\n", "No column for: number, given name, family name."),
        (f"{LEAST}\n".encode(), "The file has a header and no people."),
        (f'{LEAST}\n1,"An,Maes,pupil\n2,Bo,Maes,pupil\n'.encode(), "Line 3 cannot be read"),
        (b"\x81\x8d\x00\xff", "This is not a text file."),
    ],
)
def test_what_is_no_table_of_people_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(Problem) as problem:
        read_sheet(content)
    assert str(problem.value).startswith(words)
