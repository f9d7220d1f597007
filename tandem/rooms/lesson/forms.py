"""What a teacher writes about a lesson before it begins, and what is cut out of it afterwards."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tandem.rooms.courses.models import Item
from tandem.rooms.timetable.models import Lesson

MOMENT = re.compile(r"^(?:(\d{1,2}):)?(\d{1,3}):(\d{2})$|^(\d{1,5})$")


class ByUnit(ModelChoiceIterator[Item]):
    """The items of a course under the titles of their units."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        items = self.field.queryset
        assert items is not None
        for unit, group in groupby(items.select_related("unit"), key=lambda item: item.unit):
            yield unit.title, [self.choice(item) for item in group]


class MaterialsField(forms.ModelMultipleChoiceField[Item]):
    iterator = ByUnit
    widget = forms.CheckboxSelectMultiple


class PlanForm(forms.ModelForm[Lesson]):
    materials = MaterialsField(queryset=Item.objects.none(), required=False, label=_("Materials"))

    distance = forms.ChoiceField(
        label=_("Who may follow from home"),
        choices=[("away", _("Pupils who are reported away")), ("everyone", _("The whole class"))],
    )
    field_order = ("topic", "plan", "distance", "materials")

    class Meta:
        model = Lesson
        fields = ["topic", "plan", "distance"]
        labels = {"topic": _("Topic"), "plan": _("Plan")}
        help_texts = {"plan": _("Pupils read it too. Markdown, with $x^2$ for formulas.")}
        widgets = {"plan": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        items = Item.objects.filter(unit__course=self.instance.course_id).order_by("unit__position", "position")
        field = self.fields["materials"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = items


class KeepForm(forms.ModelForm[Lesson]):
    keep = forms.ChoiceField(
        label=_("What is kept of this lesson"),
        required=False,
        choices=[
            ("", _("As the school says")),
            ("live", _("Nothing: erased at the bell")),
            ("date", _("Until the day below")),
            ("year", _("Until the end of the school year")),
        ],
    )

    class Meta:
        model = Lesson
        fields = ["keep", "keep_until"]
        labels = {"keep_until": _("Until")}
        widgets = {
            "keep_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("keep") != Lesson.Keep.DATE:
            data["keep_until"] = None
        elif "keep_until" not in self.errors:
            self._day_must_fit(data.get("keep_until"))
        return data

    def _day_must_fit(self, until: date | None) -> None:
        lesson = self.instance
        if until is None:
            self.add_error("keep_until", _("Say until which day it is kept."))
        elif until < timezone.localdate(lesson.starts_at):
            self.add_error("keep_until", _("That day comes before the lesson."))
        elif until > lesson.course.school_year.ends_on:
            self.add_error("keep_until", _("Nothing is kept longer than the school year."))


def seconds_of(text: str) -> float:
    """Seconds of "2:05", "1:02:05" or "125"; raises ValidationError."""
    found = MOMENT.match(text.strip())
    if not found:
        raise forms.ValidationError(_("Write a moment as minutes and seconds, for example 12:30."))
    hours, minutes, seconds, plain = found.groups()
    return float(plain) if plain else int(hours or 0) * 3600.0 + int(minutes) * 60 + int(seconds)


class CutForm(forms.Form):
    """A piece, from a moment to a moment after the lesson began."""

    begin = forms.CharField(label=_("From (minutes:seconds)"), max_length=9)
    end = forms.CharField(label=_("To (minutes:seconds)"), max_length=9)

    def clean_begin(self) -> float:
        return seconds_of(self.cleaned_data["begin"])

    def clean_end(self) -> float:
        return seconds_of(self.cleaned_data["end"])
