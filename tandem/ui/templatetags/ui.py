"""What templates say often: an icon, a form's control, a day in words, the hour, a size."""

from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as say
from django.utils.formats import number_format
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

LONG_DAY = {"nl": "l j F", "fr": "l j F", "de": "l, j. F", "en": "l j F"}
DAY_AND_YEAR = {"nl": "j F Y", "fr": "j F Y", "de": "j. F Y", "en": "j F Y"}
SHORT_DAY = {"nl": "D j b", "fr": "D j N", "de": "D, j. N", "en": "D j M"}
"""Months as each language shortens them: 2 mrt, 2 mars, 2. März, 2 Mar."""


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A picture from the sprite; the words beside it carry the meaning."""
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', static("dist/icons.svg"), name)


@register.simple_tag
def now_ms() -> int:
    """The server's clock, so that a phone with a wrong one still counts minutes rightly."""
    return int(timezone.now().timestamp() * 1000)


@register.simple_tag
def page_words() -> SafeString:
    """The words of the small behaviours that every page has."""
    return words(
        {
            "failed": _("That did not reach the server. Nothing was changed; try again."),
            "offline": _("Offline · what you see may be old"),
        }
    )


def words(table: dict[str, str]) -> SafeString:
    """Words for the scripts of a page, as data."""
    script = json_script(table)
    return mark_safe(script.replace("<script", "<script data-words", 1))  # noqa: S308  json_script escapes


@register.simple_tag
def upload_words() -> SafeString:
    return words(
        {
            "kilobytes": _("{n} kB"),
            "megabytes": _("{n} MB"),
            "too-large": _("This is {size}; at most {limit} fits. Nothing was sent."),
            "sending": _("{done} of {size} sent"),
            "upload-cut": _("The line broke and the file did not arrive. Nothing was changed; send it again."),
            "upload-failed": _("The server could not take the file. Nothing was changed; try again."),
        }
    )


@register.filter
def control(field: BoundField) -> SafeString:
    """The control of a form's field with its class, and told what is wrong with it."""
    attrs: dict[str, Any] = {}
    if field.widget_type not in {"checkbox", "radioselect"}:
        attrs["class"] = "field bad" if field.errors else "field"
    if field.errors:
        attrs["aria-invalid"] = "true"
    told = [f"{field.auto_id}_{part}" for part, on in (("helptext", field.help_text), ("error", field.errors)) if on]
    if told:
        attrs["aria-describedby"] = " ".join(told)
    return field.as_widget(attrs=attrs)


@register.filter
def choices(field: BoundField) -> list[tuple[str | None, list[dict[str, Any]]]]:
    """The boxes of a field with several, under the names of their groups."""
    widget = field.field.widget.get_context(field.html_name, field.value(), {"id": field.auto_id})["widget"]
    return [(name, boxes) for name, boxes, _index in widget["optgroups"]]


def _day(value: date | datetime, shapes: dict[str, str]) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    language = (get_language() or "en")[:2]
    shape = shapes[language if language in shapes else "en"]
    if language == "fr" and value.day == 1:
        shape = shape.replace("j", r"1\e\r")
    words = say(value, shape)
    return words[:1].upper() + words[1:]


@register.filter
def longday(value: date | datetime) -> str:
    """Tuesday 24 November, as the reader's language writes it."""
    return _day(value, LONG_DAY)


@register.filter
def shortday(value: date | datetime) -> str:
    """Tue 24 Nov"""
    return _day(value, SHORT_DAY)


@register.filter
def dayandyear(value: date | datetime) -> str:
    """24 November 2026"""
    return _day(value, DAY_AND_YEAR)


@register.filter
def within(value: str) -> str:
    """A day in words inside a sentence: small letters at the start, except where the language writes it large."""
    return value if (get_language() or "en")[:2] in {"de", "en"} else value[:1].lower() + value[1:]


@register.filter
def clock(value: datetime) -> str:
    """08:25 by the school's clock."""
    return timezone.localtime(value).strftime("%H:%M")


@register.filter
def size(count: int) -> str:
    """A number of bytes in words."""
    if count < 1_048_576:
        return _("{n} kB").format(n=max(1, count // 1024))
    return _("{n} MB").format(n=number_format(count / 1_048_576, 1))


@register.filter
def minutes(seconds: float) -> int:
    """Whole minutes, at least one."""
    return max(1, round(seconds / 60))


@register.filter
def flash_class(tags: str) -> str:
    """Which colour a message has: done, look or wrong."""
    return {"success": "done", "warning": "look", "error": "wrong"}.get(tags, "")
