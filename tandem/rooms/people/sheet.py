"""Read a file of people: one person a row, in the encodings and with the separators that spreadsheets write.

Only reads and cleans. Whether a number is known, or a login free, is for `roll` to say.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model

from tandem.kit.problems import Problem
from tandem.rooms.people.models import Account, Group, Person, SchoolNumber
from tandem.rooms.people.sheet_words import COLUMNS, LANGUAGES, ROLES, plain

REQUIRED = {"number": "number", "given_name": "given name", "family_name": "family name", "role": "role"}
FITS: dict[str, type[Model]] = {
    "number": SchoolNumber,
    "given_name": Person,
    "family_name": Person,
    "login": Account,
}
"""Where a cell will be kept, which bounds its length."""


@dataclass(frozen=True)
class Line:
    """One person as the file has it. `line` counts from 1 with the header; None and () mean: the file does not say."""

    line: int
    number: str
    given_name: str
    family_name: str
    kinds: tuple[str, ...]
    classes: tuple[str, ...] = ()
    language: str | None = None
    born_on: date | None = None
    login: str | None = None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a row, for the person who can mend the file."""

    line: int
    words: str


@dataclass
class Sheet:
    lines: list[Line] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    has_logins: bool = False
    """Whether there is a column for logins: an empty cell then means that somebody gets no account."""


def read_sheet(content: bytes) -> Sheet:
    """Read a whole file. Raises Problem when it is not a table of people at all; bad rows are listed in `wrong`."""
    sheet = Sheet()
    text = _decode(content, sheet.notes)
    # strict: a stray quotation mark would otherwise swallow the rows up to the next one
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        columns = _columns(next(reader, []), sheet.notes)
        sheet.has_logins = "login" in columns.values()
        first_at: dict[str, int] = {}
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _read_row(cells, reader.line_num, columns, sheet, first_at)
    except csv.Error as problem:
        raise Problem(
            f"Line {reader.line_num} cannot be read ({problem}). Is there a stray quotation mark?"
        ) from problem
    if not sheet.lines and not sheet.wrong:
        raise Problem("The file has a header and no people.")
    return sheet


def _decode(content: bytes, notes: list[str]) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append(
            "The file is not in UTF-8; it was read as Windows-1252. Look whether names with accents are right."
        )
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as problem:
        raise Problem("This is not a text file. Save the table as CSV (UTF-8) and try again.") from problem


def _separator(text: str) -> str:
    """Of semicolon, comma and tab the one that stands most often in the header."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(";,\t", key=header.count)


def _columns(header: list[str], notes: list[str]) -> dict[int, str]:
    """Which cell holds what. The first column of a meaning counts; the others are named as not used."""
    found: dict[int, str] = {}
    unused = []
    for place, words in enumerate(header):
        meaning = COLUMNS.get(plain(words))
        if meaning and meaning not in found.values():
            found[place] = meaning
        elif words.strip():
            unused.append(words.strip())
    missing = [words for meaning, words in REQUIRED.items() if meaning not in found.values()]
    if missing:
        raise Problem(
            f"No column for: {', '.join(missing)}. The first line must name the columns, in English, Dutch, French or "
            "German: number, given name, family name, role, and where you have them class, language, date of birth, login."
        )
    if unused:
        notes.append(f"Columns that are not used: {', '.join(unused)}.")
    return found


def _read_row(cells: list[str], line: int, columns: dict[int, str], sheet: Sheet, first_at: dict[str, int]) -> None:
    values = {meaning: _clean(cells[place]) for place, meaning in columns.items() if place < len(cells)}
    try:
        row = _row(line, values, has_logins=sheet.has_logins)
        if row.number in first_at:
            raise Problem(f"the number {row.number} is already on line {first_at[row.number]}")
        first_at[row.number] = line
        sheet.lines.append(row)
    except Problem as problem:
        sheet.wrong.append(Wrong(line, problem.words))


def _clean(cell: str) -> str:
    """One form for each letter (a Mac writes é as two), and single spaces."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def _row(line: int, values: dict[str, str], *, has_logins: bool) -> Line:
    for meaning, words in REQUIRED.items():
        if not values.get(meaning):
            raise Problem(f"there is no {words}")
    for meaning, model in FITS.items():
        value = values.get(meaning, "")
        longest = getattr(model._meta.get_field(meaning), "max_length", None)
        if longest and len(value) > longest:
            raise Problem(f"the {meaning.replace('_', ' ')} is longer than {longest} letters")
        if not value.isprintable():
            raise Problem(f"the {meaning.replace('_', ' ')} holds a sign that cannot be printed")
    if _is_national_number(values["number"]):
        raise Problem("the number is a national register number, which is never kept; use the school's own number")
    login = values.get("login", "").lower()
    if " " in login:
        raise Problem(f"the login «{login}» holds a space")
    return Line(
        line=line,
        number=values["number"],
        given_name=values["given_name"],
        family_name=values["family_name"],
        kinds=tuple(dict.fromkeys(_kind(one) for one in _several(values["role"]))),
        classes=tuple(dict.fromkeys(_class(one) for one in _several(values.get("class", "")))),
        language=_language(values.get("language", "")),
        born_on=_date(values.get("born_on", "")),
        login=login if has_logins else None,
    )


def _several(cell: str) -> Iterator[str]:
    return (one for one in (part.strip() for part in re.split(r"[,;|+]", cell)) if one)


def _kind(words: str) -> str:
    kind = ROLES.get(plain(words))
    if kind is None:
        raise Problem(f"«{words}» is not a role: use pupil, teacher, guardian, head, ICT or care")
    return kind


def _class(name: str) -> str:
    if len(name) > (getattr(Group._meta.get_field("name"), "max_length", None) or 0):
        raise Problem(f"the class «{name}» has too long a name")
    return name


def _language(words: str) -> str | None:
    if not words:
        return None
    # nl-BE, fr_BE: what counts is before the sign
    code = LANGUAGES.get(plain(words)) or LANGUAGES.get(plain(re.split(r"[-_]", words)[0]))
    if code is None:
        raise Problem(f"«{words}» is not a language of the pages: use nl, fr, de or en")
    return code


_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)(?:[T ].*)?"),
    re.compile(r"(?P<d>\d\d?)([/.-])(?P<m>\d\d?)\2(?P<y>\d{4})"),
)


def _date(words: str) -> date | None:
    """A day as 2012-03-09 or, the Belgian way, 9/3/2012. Never the American order."""
    if not words:
        return None
    for form in _DATES:
        if match := form.fullmatch(words):
            try:
                day = date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                break
            if date(1900, 1, 1) <= day <= date.today():  # noqa: DTZ011  a day's difference is no matter here
                return day
            raise Problem(f"nobody in a school was born on {words}")
    raise Problem(f"«{words}» is not a date: write it as 2012-03-09 or 9/3/2012")


def _is_national_number(number: str) -> bool:
    """Eleven digits whose last two check the rest (Belgian national register and bis numbers)."""
    digits = re.sub(r"[ .-]", "", number)
    if not re.fullmatch(r"\d{11}", digits) or int(digits[2:4]) % 20 > 12 or int(digits[4:6]) > 31:
        return False
    return any(97 - int(century + digits[:9]) % 97 == int(digits[9:]) for century in ("", "2"))
