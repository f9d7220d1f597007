"""Days and sizes as each language writes them."""

from datetime import date

import pytest
from django.utils.translation import override

from tandem.ui.templatetags.ui import dayandyear, longday, size

TUESDAY, FIRST = date(2026, 11, 24), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("language", "long", "whole", "first"),
    [
        ("en", "Tuesday 24 November", "24 November 2026", "1 December 2026"),
        ("nl", "Dinsdag 24 november", "24 november 2026", "1 december 2026"),
        ("fr", "Mardi 24 novembre", "24 novembre 2026", "1er décembre 2026"),
        ("de", "Dienstag, 24. November", "24. November 2026", "1. Dezember 2026"),
    ],
)
def test_a_day_is_written_as_the_language_does(language: str, long: str, whole: str, first: str) -> None:
    with override(language):
        assert (longday(TUESDAY), dayandyear(TUESDAY), dayandyear(FIRST)) == (long, whole, first)


@pytest.mark.parametrize(
    ("language", "small", "large"),
    [
        ("en", "12 kB", "1.5 MB"),
        ("nl", "12\u00a0kB", "1,5\u00a0MB"),
        ("fr", "12\u00a0ko", "1,5\u00a0Mo"),
        ("de", "12\u00a0kB", "1,5\u00a0MB"),
    ],
)
def test_a_size_has_the_languages_comma_and_unit(language: str, small: str, large: str) -> None:
    with override(language):
        assert (size(12_400), size(1_572_864)) == (small, large)
