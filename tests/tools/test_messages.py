import gettext
from pathlib import Path

import pytest

from tools.messages import LANGUAGES, main, path_of, placeholders

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext, pgettext

for _ in range(3):
    pass
plain = _("Sign in")
lazy = gettext_lazy("A name of %(person)s")
many = ngettext("%(n)d pupil", "%(n)d pupils", 2)
month = pgettext("month", "May")
both = npgettext("school", "class", "classes", 2)
"""

TEMPLATE = """
    <p title="it's (odd">{% translate "Sign in" %} {{ _("Constant") }} {{ x|default:_("Nobody") }}</p>
  {% translate "Keep" context "verb" %} 50 %
{% blocktranslate count n=rows|length trimmed %}
    {{ n }} row
{% plural %}
    {{ n }} rows
{% endblocktranslate %}
{% blocktranslate with name=person.name %}Hello {{ name }}{% endblocktranslate %}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    room = tmp_path / "tandem" / "rooms" / "people"
    (room / "templates" / "people").mkdir(parents=True)
    (room / "tests").mkdir()
    (room / "pages.py").write_text(PYTHON)
    (room / "templates" / "people" / "me.html").write_text(TEMPLATE)
    (room / "tests" / "test_pages.py").write_text('_("Not for people")')
    return tmp_path


def entry(root: Path, words: str, language: str = "nl") -> str:
    """The paragraph of the .po that holds these words."""
    return next(one for one in path_of(root, language).read_text().split("\n\n") if words in one)


def translate(root: Path, *pairs: tuple[str, str], language: str = "nl") -> None:
    """Fill in translations: the first empty msgstr after a msgid, as an editor would."""
    path = path_of(root, language)
    text = path.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


def fill(root: Path) -> None:
    """Translate every string to itself, in every language."""
    for language in LANGUAGES:
        path, lines, last = path_of(root, language), [], {}
        for line in path.read_text().splitlines():
            word, _, rest = line.partition(" ")
            if word in {"msgid", "msgid_plural"}:
                last[word] = rest
            if line == 'msgstr ""' or line.startswith("msgstr["):
                rest = last["msgid_plural" if word == "msgstr[1]" else "msgid"]
                line = f"{word} {rest}"
            lines.append(line)
        path.write_text("\n".join(lines) + "\n")


def test_code_and_pages_are_gathered_with_plural_and_context(root: Path) -> None:
    assert main([], root) == 0
    text = path_of(root, "nl").read_text()
    assert [line[6:] for line in text.splitlines() if line.startswith("msgid ")] == [
        '""',
        '"Sign in"',
        '"A name of %(person)s"',
        '"%(n)d pupil"',
        '"May"',
        '"class"',
        '"Constant"',
        '"Nobody"',
        '"Keep"',
        '"%(n)s row"',
        '"Hello %(name)s"',
    ]
    assert entry(root, '"Sign in"').splitlines()[0] == (
        "#: tandem/rooms/people/pages.py tandem/rooms/people/templates/people/me.html"
    )
    assert 'msgctxt "month"\nmsgid "May"' in text
    assert 'msgctxt "verb"\nmsgid "Keep"' in text
    assert 'msgctxt "school"\nmsgid "class"\nmsgid_plural "classes"' in text
    assert 'msgid_plural "%(n)s rows"\nmsgstr[0] ""\nmsgstr[1] ""' in text


def test_twice_gives_the_same_bytes(root: Path) -> None:
    main([], root)
    fill(root)
    main([], root)
    once = path_of(root, "fr").read_bytes()
    main([], root)
    assert path_of(root, "fr").read_bytes() == once
    assert b"Date" not in once


def test_a_compiled_translation_is_what_gettext_reads(root: Path) -> None:
    main([], root)
    translate(
        root,
        ('msgid "Sign in"\nmsgstr ""', 'msgid "Sign in"\nmsgstr "Aanmelden"'),
        ('pupils"\nmsgstr[0] ""\nmsgstr[1] ""', 'pupils"\nmsgstr[0] "%(n)d leerling"\nmsgstr[1] "%(n)d leerlingen"'),
        ('msgid "May"\nmsgstr ""', 'msgid "May"\nmsgstr "mei"'),
    )
    assert main(["--compile"], root) == 0
    with path_of(root, "nl").with_suffix(".mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("Sign in") == "Aanmelden"
    assert dutch.ngettext("%(n)d pupil", "%(n)d pupils", 3) == "%(n)d leerlingen"
    assert dutch.pgettext("month", "May") == "mei"
    assert dutch.gettext("Constant") == "Constant"


def test_a_translation_outlives_words_that_go_and_come_back(root: Path) -> None:
    page = root / "tandem" / "rooms" / "people" / "pages.py"
    main([], root)
    translate(root, ('msgid "May"\nmsgstr ""', 'msgid "May"\nmsgstr "mei"'))
    page.write_text(PYTHON.replace('pgettext("month", "May")', "None"))
    main([], root)
    assert "#~" in entry(root, '"May"')
    page.write_text(PYTHON)
    main([], root)
    assert entry(root, '"May"').endswith('msgstr "mei"')
    page.write_text(PYTHON.replace('pgettext("month", "May")', "None"))
    main(["--prune"], root)
    assert '"May"' not in path_of(root, "nl").read_text()


def test_check_is_content_with_complete_translations(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([], root)
    fill(root)
    before = path_of(root, "nl").read_bytes()
    capsys.readouterr()
    assert main(["--check"], root) == 0
    assert capsys.readouterr().out == "10 strings; nothing to mend.\n"
    assert path_of(root, "nl").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('msgid "Nobody"\nmsgstr "Nobody"', 'msgid "Nobody"\nmsgstr ""', "untranslated: 'Nobody'"),
        ('msgid "Nobody"\nmsgstr "Nobody"', "", "missing: 'Nobody'"),
        ('msgid "Nobody"', '#, fuzzy\nmsgid "Nobody"', "fuzzy: 'Nobody'"),
        (
            'msgid "Nobody"',
            'msgid "Gone"\nmsgstr "Weg"\n\nmsgid "Nobody"',
            "obsolete: 'Gone'",
        ),
        (
            'msgstr "Hello %(name)s"',
            'msgstr "Dag %(naam)s"',
            "placeholders differ: 'Hello %(name)s' → 'Dag %(naam)s'",
        ),
        (
            'msgstr[1] "%(n)d pupils"',
            'msgstr[1] "leerlingen"',
            "placeholders differ: '%(n)d pupil' → '%(n)d pupil | leerlingen'",
        ),
    ],
)
def test_check_names_what_is_to_mend(
    root: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, words: str
) -> None:
    main([], root)
    fill(root)
    translate(root, (old, new))
    capsys.readouterr()
    assert main(["--check"], root) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"tandem/locale/nl/LC_MESSAGES/django.po: {words}",
        "10 strings; 1 to mend.",
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("%(a)s of %(b)d", "%(b)d: %(a)s", True),
        ("{name} came", "{naam} kwam", False),
        ("%s of %s", "%s", False),
        ("100 %% done", "klaar", True),
        ("50 % discount", "50 % korting", True),
        ("%s and %d", "%d en %s", False),
    ],
)
def test_placeholders(one: str, other: str, same: bool) -> None:
    assert (placeholders(one) == placeholders(other)) is same
