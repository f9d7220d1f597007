"""The gallery, for developers: every component in every state on one page. Hung in only with TANDEM_GALLERY=1.

The words on it are samples and are not translated; light and dark follow the system, the rest is in the address.
"""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from tandem.env import ROOT

SUBJECTS = (
    "Wiskunde", "Geschiedenis", "Nederlands", "Aardrijkskunde", "Engels", "Frans", "Natuurwetenschappen", "Economie",
    "Lichamelijke opvoeding", "Artistieke vorming", "Levensbeschouwing", "Informatica",
)  # fmt: skip
PARTS = ("controls", "forms", "words", "rows", "day", "lesson", "text")


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="A word", help_text="What helps stands between the label and the field.")
    day = forms.DateField(label="A day", widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(label="One of several", choices=[("nl", "Nederlands"), ("fr", "Français")])
    text = forms.CharField(label="A text", widget=forms.Textarea(attrs={"rows": 3}))
    calm = forms.BooleanField(label="Yes or no", required=False)
    some = forms.MultipleChoiceField(
        label="Some of several", choices=[("a", "The first"), ("b", "The second")], widget=forms.CheckboxSelectMultiple
    )
    none = forms.MultipleChoiceField(
        label="None to choose from", choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )


def wrong_form() -> SampleForm:
    """The same form, sent with everything wrong that can be."""
    form = SampleForm({"name": "", "day": "31-31", "language": "xx", "text": "", "some": ["c"]}, prefix="wrong")
    form.add_error(None, "What concerns the whole form stands above it.")
    return form


def stops(at: datetime) -> list[Any]:
    """A day in every phase, in every subject's colour."""
    begin = at.replace(hour=8, minute=25, second=0, microsecond=0)
    phases = ("past", "past replay", "now", "to come", "cancelled", *["to come"] * 7)
    return [
        SimpleNamespace(
            subject=subject, hue=hue, phase=phase, at=begin + timedelta(minutes=50 * hue), room=f"A.{100 + hue}"
        )
        for hue, (subject, phase) in enumerate(zip(SUBJECTS, phases, strict=True), start=1)
    ]


@require_GET
def show(request: HttpRequest, part: str = PARTS[0]) -> HttpResponse:
    if part == "words":
        for level, words in (
            (messages.SUCCESS, "Kept."),
            (messages.WARNING, "Look at this."),
            (messages.ERROR, "Wrong."),
        ):
            messages.add_message(request, level, words)
    names = [line.split()[0] for line in (ROOT / "tandem/ui/icons.txt").read_text().splitlines() if line.strip()]
    context = {
        "part": part,
        "parts": PARTS,
        "form": SampleForm(),
        "wrong": wrong_form(),
        "stops": stops(timezone.localtime()),
        "icons": names,
        "sample_text": request.GET.get("text", "normal"),
    }
    return render(request, f"ui/gallery/{part}.html", context)


urlpatterns = [
    path("", show, name="gallery"),
    *(path(f"{part}/", show, {"part": part}, name=f"gallery-{part}") for part in PARTS),
]
