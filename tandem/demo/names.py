"""Invented people: given and family names as one hears them in a Brussels school yard, put together by lot."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

GIVEN = {
    "nl": (
        "Emma Noor Lotte Fien Elise Marie Jana Amber Lina Nora Hanne Julie Luna Zoë Saar Lena Ella Anna Roos Kato "
        "Lucas Liam Arthur Noah Finn Lars Mats Jules Victor Robbe Seppe Senne Stan Kobe Milan Thijs Daan Ruben Jef Bas "
        "Fatima Salma Imane Hafsa Inès Malak Sara Yara Aya Rania Adam Bilal Hamza Younes Ayoub Zakaria Mehdi Anas Omar "
        "Elif Zeynep Defne Emir Kerem Yusuf Deniz Grace Ruth Divine Prince Emmanuel Kevin Gloria Esther "
        "Maja Zofia Kacper Szymon Andreea Ioana Mihai Matei Sofia Beatriz Tiago Diogo Linh Minh Priya Arjun Mei Jun"
    ),
    "fr": (
        "Manon Chloé Camille Léa Juliette Louise Clara Margaux Hugo Louis Nathan Théo Gabriel Maxime Simon Antoine "
        "Sirine Nour Mariam Amina Karim Sofiane Ibrahim Mamadou Aminata Chiara Giulia Matteo Leonardo Inès"
    ),
}
FAMILY = {
    "nl": (
        "Maes|Jacobs|Willems|Goossens|De Clercq|Van Damme|Dubois|Hermans|Michiels|Aerts|De Backer|Pauwels|Cools|"
        "Verhoeven|Martens|Desmet|Van Acker|Lemmens|Stevens|De Wolf|Segers|Bogaerts|Smets|Thijs|Verbeke|Declercq|"
        "El Amrani|Benali|Bouzid|Chaoui|Haddad|El Idrissi|Amrani|Ziani|Yıldız|Demir|Kaya|Aydın|Öztürk|Şahin|"
        "Mbuyi|Kabongo|Ilunga|Mutombo|Owusu|Mensah|Diallo|Kowalski|Nowak|Wójcik|Popescu|Ionescu|Silva|Ferreira|"
        "Tran|Pham|Singh|Patel|Li|Wang|Rossi|García|Petrov|Hoxha|Krasniqi|Rahimi|Haidari|Tesfaye"
    ),
    "fr": (
        "Lambert|Dupont|Leclercq|Simon|Laurent|Renard|Gilles|Collard|Bodart|Delvaux|Marchal|Noël|Henrotte|"
        "Benhaddou|El Fassi|Traoré|Camara|Sow|Moreau|Ricci|Bianchi|Gonzalez|Kalombo|Da Costa|Popa"
    ),
}


def invented(language: str, seed: int) -> Iterator[tuple[str, str]]:
    """Given and family names without end, no pair twice, the same ones for the same seed."""
    lot = Random(seed)  # noqa: S311  (a lot, not a secret)
    given, family, used = GIVEN[language].split(), FAMILY[language].split("|"), set[tuple[str, str]]()
    while True:
        pair = (lot.choice(given), lot.choice(family))
        if pair not in used:
            used.add(pair)
            yield pair
