"""How long a school keeps what happened in a lesson."""

from dataclasses import dataclass

from tandem.kit import choices


@dataclass(frozen=True)
class Keep:
    """`rule`: live (erased at the bell), date (for `days` days) or year (to the end of the school year)."""

    rule: str = "year"
    days: int = 30


choices.register("keep", Keep)
