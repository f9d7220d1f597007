"""What people type when they sign in or set up their own page."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tandem.rooms.people.models import Person


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ReadingForm(forms.ModelForm[Person]):
    """Language and how the page reads."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    text_size = forms.ChoiceField(label=_("Text"), choices=[("normal", _("Normal")), ("bigger", _("Bigger"))])
    calm = forms.BooleanField(label=_("Calmer page: nothing moves"), required=False)

    class Meta:
        model = Person
        fields = ("language", "text_size", "calm")


class PasswordForm(forms.Form):
    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least ten characters. Three words are easier to remember than one."),
        min_length=10,
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
