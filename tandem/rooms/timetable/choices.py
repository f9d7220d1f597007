"""What a school decides about being away and about following from home."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tandem.kit import choices

REASONS: dict[str, Promise | str] = {
    "ill": _("Ill"),
    "doctor": _("Doctor or hospital"),
    "family": _("Family occasion"),
    "belief": _("Religious or philosophical holiday"),
    "travel": _("The way to school is blocked"),
    "other": _("Another reason the school knows"),
}


@dataclass(frozen=True)
class Away:
    """`reasons`: which reasons a guardian may give; `longest_days`: longest absence in one report."""

    reasons: tuple[str, ...] = ("ill", "doctor", "family", "belief", "travel", "other")
    longest_days: int = 70


choices.register("away", Away)
