"""The number of social security written on a notification: its shape, its key, and what it says of sex and birth.

15 signs: sex, year, month, place, order, key = 97 − (number mod 97); in Corsica 2A is counted as 19 and 2B as 18 (INSEE).
Whether it is hers is another matter: only the national service qualifies an identity.
"""

import re
from datetime import date

from liane.people.enums import Sex

_SHAPE = re.compile(r"^[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}(?:\d{2})?$")
_CORSICA = {"2A": "19", "2B": "18"}


def compact(text: str) -> str:
    """The number without its blanks, dots and hyphens."""
    return re.sub(r"[\s.\-/|\u00a0\u202f]", "", text).upper()


def fault(number: str) -> str:
    """What is wrong with it, in a sentence; an empty text when its key is right."""
    if not _SHAPE.match(number):
        return "Ce numéro de Sécurité sociale n’a pas la bonne forme : 15 chiffres, clé comprise."
    if len(number) == 13:
        return "Il manque la clé (les 2 derniers chiffres) du numéro de Sécurité sociale."
    body, key = number[:13], int(number[13:])
    body = body[:5] + _CORSICA.get(body[5:7], body[5:7]) + body[7:]
    if 97 - int(body) % 97 != key:
        return "La clé de ce numéro de Sécurité sociale ne correspond pas : un chiffre est sans doute faux."
    return ""


def contradiction(number: str, sex: str, birth: date | None) -> str:
    """What the number says otherwise than the traits (sex, year and month of birth), in a sentence."""
    if len(number) != 15:
        return ""
    said = []
    if sex in (Sex.FEMALE, Sex.MALE) and (number[0] in "28") != (sex == Sex.FEMALE):
        said.append("le sexe")
    if birth is not None and number[1:3] != f"{birth.year % 100:02d}":
        said.append("l’année de naissance")
    if birth is not None and int(number[3:5]) <= 12 and int(number[3:5]) != birth.month:
        said.append("le mois de naissance")
    if not said:
        return ""
    return f"Le numéro de Sécurité sociale ne correspond pas à ce qui est écrit : {', '.join(said)}. Vérifiez avec un papier."
