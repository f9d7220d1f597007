"""What a teacher fills in for a unit or an item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tandem.rooms.courses.models import Item, Unit


class UnitForm(forms.ModelForm[Unit]):
    class Meta:
        model = Unit
        fields = ["title"]
        labels = {"title": _("Title of the unit")}


class ItemForm(forms.ModelForm[Item]):
    """Only the fields that this kind of item has."""

    url = forms.URLField(
        label=_("Address"),
        help_text=_("For example https://www.example.org/page"),
        max_length=500,
        assume_scheme="https",
    )

    class Meta:
        model = Item
        fields = ["title", "body", "url"]
        labels = {"title": _("Title"), "body": _("Text")}
        help_texts = {
            "body": _("Markdown: an empty line begins a paragraph, ## a heading, - a list, $x^2$ a formula."),
        }
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        kind = self.instance.kind
        if kind != Item.Kind.PAGE:
            del self.fields["body"]
        else:
            self.fields["body"].required = True
        if kind != Item.Kind.LINK:
            del self.fields["url"]
