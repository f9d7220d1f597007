"""Slots on the grid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.rooms.courses.models import Course
from tandem.rooms.timetable.models import Slot

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CourseChoice(forms.ModelChoiceField[Course]):
    def label_from_instance(self, obj: Course) -> str:
        return f"{obj.subject} · {obj.title}" if obj.title else obj.subject


class SlotForm(forms.ModelForm[Slot]):
    """A course of the class, at a place of the week that the address names."""

    course = CourseChoice(Course.objects.none(), label=_("Course"), empty_label=None)

    class Meta:
        model = Slot
        fields = ["course", "classroom", "starts_on", "ends_on"]
        labels = {
            "classroom": _("Classroom"),
            "starts_on": _("From"),
            "ends_on": _("Until"),
        }
        widgets = {"starts_on": DAY, "ends_on": DAY}

    def __init__(self, *args: Any, courses: Any = None, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["course"]
        assert isinstance(field, forms.ModelChoiceField)
        if courses is not None:
            field.queryset = courses


class SlotChangeForm(forms.ModelForm[Slot]):
    class Meta:
        model = Slot
        fields = ["classroom", "ends_on"]
        labels = {"classroom": _("Classroom"), "ends_on": _("Until")}
        widgets = {"ends_on": DAY}
