"""How days, hours, sizes and forms are said."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from tandem.ui.templatetags import ui

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("language", "long", "short", "within"),
    [
        ("nl", "Maandag 2 maart", "Ma 2 mrt", "maandag 2 maart"),
        ("fr", "Lundi 2 mars", "Lun 2 mars", "lundi 2 mars"),
        ("de", "Montag, 2. März", "Mo, 2. März", "Montag, 2. März"),
        ("en", "Monday 2 March", "Mon 2 Mar", "Monday 2 March"),
    ],
)
def test_days(language: str, long: str, short: str, within: str) -> None:
    with override(language):
        assert (ui.longday(DAY), ui.within(ui.longday(DAY))) == (long, within)
        assert ui.shortday(DAY) == short


def test_the_hour_and_the_day_are_those_of_the_school() -> None:
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Brussels")), override("en"):
        assert (ui.clock(at), ui.longday(at)) == ("00:30", "Monday 2 March")
    with timezone.override(ZoneInfo("America/Montreal")), override("en"):
        assert (ui.clock(at), ui.longday(at)) == ("18:30", "Sunday 1 March")


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [("en", 0, "1 kB"), ("en", 2048, "2 kB"), ("en", 1_572_864, "1.5 MB"), ("nl", 1_572_864, "1,5\u00a0MB"),
     ("fr", 52_428_800, "50,0\u00a0Mo")],
)  # fmt: skip
def test_sizes(language: str, count: int, words: str) -> None:
    with override(language):
        assert ui.size(count) == words


def test_minutes_are_at_least_one() -> None:
    assert [ui.minutes(seconds) for seconds in (0, 29, 89, 91, 2880)] == [1, 1, 1, 2, 48]


def test_words_for_scripts_cannot_end_the_script() -> None:
    html = ui.words({"a": "</script><script>alert(1)"})
    assert html.startswith("<script data-words")
    assert html.count("<script") == 1
    assert html.count("</script>") == 1


class Form(forms.Form):
    name = forms.CharField(help_text="As on the door")
    calm = forms.BooleanField()
    picks = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)


@pytest.mark.parametrize("field", ["name", "calm", "picks"])
def test_what_is_wrong_stands_beside_its_field_and_is_told_to_a_screen_reader(field: str) -> None:
    form = Form({"picks": ["nonsense"]})
    assert not form.is_valid()
    html = render_to_string("ui/_field.html", {"field": form[field]})
    assert html.count('class="err"') == 1
    assert f'id="id_{field}_error"' in html
    if field != "picks":
        assert 'aria-invalid="true"' in html
        assert f"id_{field}_error" in html[html.index("aria-describedby") :]


def test_a_field_without_mistakes_is_quiet() -> None:
    html = render_to_string("ui/_field.html", {"field": Form()["name"]})
    assert ["err" in html, "aria-invalid" in html, "As on the door" in html] == [False, False, True]
    assert 'aria-describedby="id_name_helptext"' in html
