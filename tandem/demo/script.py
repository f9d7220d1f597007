"""What is said in the demonstration's lessons, by whom and on which slide. The class speaks Dutch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TEACHER: Literal["teacher"] = "teacher"
SPEECH = (
    "Goeiemorgen iedereen. Kijk even mee naar het bord. Wat herken je in deze vergelijking? "
    "Neem even de tijd, schrijf op wat je denkt, en vergelijk daarna met je buur."
)
"""Spoken by the program espeak-ng where it is there."""


@dataclass(frozen=True, slots=True)
class Cue:
    """`who` is the teacher, or the number of a pupil who takes part; `after`: seconds since slide `page` was shown."""

    page: int
    after: int
    who: str | int
    what: Literal["say", "up", "down"]
    text: str = ""


YESTERDAY = (
    Cue(1, 12, TEACHER, "say", "Goeiemorgen! Neem je schrift en kijk mee. Hoort iedereen thuis mij goed?"),
    Cue(1, 24, 9, "say", "Ja mevrouw, beeld en klank zijn goed"),
    Cue(2, 15, 1, "say", "Bij x² = 9 vergeet ik altijd die −3 …"),
    Cue(2, 31, TEACHER, "say", "Goed dat je het zegt, Wout. Schrijf er telkens ± bij, dan zie je ze allebei."),
    Cue(3, 20, 2, "up"),
    Cue(3, 34, 2, "say", "Waarom precies 9 en niet een ander getal?"),
    Cue(3, 38, 2, "down"),
    Cue(3, 48, TEACHER, "say", "De helft van 6 is 3, en 3² = 9. Alleen dan krijg je een volkomen kwadraat."),
    Cue(4, 30, 9, "say", "Mag het bord iets trager? Ik schrijf alles over 🙂"),
    Cue(4, 42, TEACHER, "say", "Natuurlijk. Straks kun je deze les ook terugkijken."),
    Cue(5, 26, 3, "say", "Dus D is gewoon wat onder de wortel staat?"),
    Cue(5, 37, TEACHER, "say", "Precies."),
    Cue(6, 14, 8, "up"),
    Cue(6, 27, 8, "down"),
    Cue(6, 33, TEACHER, "say", "Vraag van Mila: bij D = 0 raakt de parabool de x-as. Eén punt, één oplossing."),
    Cue(7, 22, 5, "say", "3 en 1/2"),
    Cue(7, 25, 8, "say", "ik ook!"),
    Cue(8, 25, 6, "say", "Aha, het is een merkwaardig product"),
    Cue(9, 18, 1, "say", "D = −16, dus geen oplossingen"),
    Cue(9, 35, 7, "up"),
    Cue(9, 41, 7, "say", "Bestaan die oplossingen dan écht niet?"),
    Cue(9, 46, 7, "down"),
    Cue(
        9, 54, TEACHER, "say", "Niet bij de reële getallen. In het vijfde jaar maak je kennis met de complexe getallen!"
    ),
    Cue(10, 20, TEACHER, "say", "Maak thuis 3x² + 5x = 2 en controleer je antwoord. Tot morgen!"),
    Cue(10, 34, 2, "say", "Tot morgen mevrouw"),
    Cue(10, 36, 9, "say", "Bedankt! 👋"),
)

NOW = (
    Cue(1, 10, TEACHER, "say", "Welkom. Wie later komt, kan met de tijdbalk naar het begin van de les."),
    Cue(1, 30, 1, "say", "Goeiemiddag mevrouw"),
    Cue(2, 20, 3, "say", "Moeten we die tabel overnemen?"),
    Cue(2, 32, TEACHER, "say", "Ja, en teken de punten op ruitjespapier."),
    Cue(3, 25, 2, "up"),
    Cue(3, 45, 2, "down"),
    Cue(3, 50, TEACHER, "say", "Goede vraag: als a = 0 is het een rechte, geen parabool meer."),
    Cue(4, 28, 5, "say", "T(2, −1) !"),
    Cue(5, 18, 4, "up"),
    Cue(5, 40, 4, "say", "Dus je moet maar de helft van de punten uitrekenen"),
    Cue(5, 42, 4, "down"),
    Cue(6, 22, 6, "say", "Dat is de les van gisteren"),
    Cue(6, 33, TEACHER, "say", "Inderdaad. De discriminant telt de snijpunten met de x-as."),
    Cue(7, 30, 8, "say", "Staat dit stappenplan ook bij het materiaal?"),
    Cue(7, 41, TEACHER, "say", "Ja, bij de slides van vandaag."),
    Cue(8, 26, 7, "up"),
    Cue(8, 47, 7, "down"),
    Cue(9, 24, 3, "say", "4,5 meter hoog, zo hoog als een huis bijna"),
    Cue(9, 38, TEACHER, "say", "En hoe weet je dat zonder te tekenen?"),
    Cue(9, 47, 5, "say", "De top ligt midden tussen 0 en 6"),
    Cue(10, 15, TEACHER, "say", "Nu jullie: schets y = 2x² − 8x + 6. Steek je hand op als je vastzit."),
    Cue(10, 40, 1, "up"),
    Cue(10, 55, 1, "down"),
)


def at_page(cues: tuple[Cue, ...], page: int) -> list[Cue]:
    return [cue for cue in cues if cue.page == page]
