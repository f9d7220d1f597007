"""What secretaries call things in Dutch, French, German and English: column names, roles and languages of a file.

Words are written as `plain` leaves them: small letters without accents, spaces or signs.
"""

import unicodedata

from tandem.rooms.people.models import Role


def plain(words: str) -> str:
    """A word as it is compared: «Prénom de l'élève» is prenomdeleleve."""
    letters = unicodedata.normalize("NFKD", words.casefold().replace("ß", "ss"))
    return "".join(letter for letter in letters if letter.isalnum() and not unicodedata.combining(letter))


_COLUMNS = {
    "number": "number identifier id nummer stamboeknummer leerlingnummer leerlingennummer personeelsnummer intern"
    " internnummer numero matricule numeromatricule identifiant schulernummer schuelernummer personalnummer kennung"
    " stamnummer studentnumber pupilnumber sourcedid",
    "given_name": "givenname firstname voornaam roepnaam prenom vorname rufname",
    "family_name": "familyname lastname surname familienaam achternaam naam nom nomdefamille familienname nachname",
    "role": "role rol rolle fonction functie funktion",
    "class": "class klas classe klasse group groep groupe gruppe classes klassen",
    "language": "language taal langue sprache",
    "born_on": "dateofbirth birthdate birthday bornon geboortedatum datedenaissance naissance geburtsdatum geburtstag",
    "login": "login username gebruikersnaam aanmeldnaam identifiantdeconnexion nomdutilisateur utilisateur"
    " benutzername anmeldename",
}
COLUMNS = {name: column for column, names in _COLUMNS.items() for name in names.split()}

_ROLES = {
    Role.Kind.PUPIL: "pupil student leerling scholier eleve etudiant schuler schuelerin schulerin schueler",
    Role.Kind.TEACHER: "teacher leerkracht leraar lerares docent enseignant enseignante professeur prof lehrer lehrerin"
    " lehrkraft professor",
    Role.Kind.GUARDIAN: "guardian parent ouder voogd tuteur tutrice elternteil mutter vater mother father mere pere",
    Role.Kind.HEAD: "head principal directeur directrice director directie direction schulleiter schulleiterin leiter",
    Role.Kind.ICT: "ict ictcoordinator ictcoordinateur it administrator",
    Role.Kind.CARE: "care zorg zorgleerkracht zorgcoordinator leerlingbegeleider soin accompagnement forderung",
}
ROLES = {name: kind for kind, names in _ROLES.items() for name in names.split()}

_LANGUAGES = {
    "nl": "nl nld dut nederlands neerlandais niederlandisch niederlaendisch dutch",
    "fr": "fr fra fre frans francais franzosisch franzoesisch french",
    "de": "de deu ger duits allemand deutsch german",
    "en": "en eng engels anglais englisch english",
}
LANGUAGES = {name: code for code, names in _LANGUAGES.items() for name in names.split()}
