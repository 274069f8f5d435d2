"""One value of a notification, as its field wants it: read, or refused with the reason."""

import re
from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError

from liane.kit.dates import short, today
from liane.kit.forms import HOW_TO_WRITE_A_DATE, MailField, NameField, PhoneField, read_date, readable
from liane.kit.text import clean_line, fold
from liane.people.enums import Sex
from liane.stays.referrals import nss

_MONTH_NAMES = r"janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre"
_DATE = re.compile(
    r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}(?:er)? (?:" + _MONTH_NAMES + r") \d{4}",
    re.I,
)
_PARTIAL = re.compile(r"^(?:(\d{1,2})[/.\-])?(\d{4})$")
_AT = re.compile(r"^\W*(?:à|a) (.{2,120})$", re.I)
_ASIDE = re.compile(r"\([^)]*\)")
_TITLE = re.compile(r"^(?:monsieur|madame|mademoiselle|m\.|mme|mlle|mr)\s+", re.I)
_MALE = {"M", "MONSIEUR", "MR", "HOMME", "MASCULIN", "GARCON", "H", "1"}
_FEMALE = {"F", "MME", "MADAME", "MLLE", "MADEMOISELLE", "FEMME", "FEMININ", "FILLE", "2"}
_FARTHEST = 60  # years to come: a right may be open until retirement


class Unreadable(ValueError):
    """Recognised, but not readable: `str()` says why."""


def value_of(kind: str, name: str, text: str) -> dict[str, str]:
    """What this text gives, by field (a line may give two: «né le … à …»)."""
    text = clean_line(text).strip(" -–;,")
    return _READERS[kind](name, text)


def _name(name: str, text: str) -> dict[str, str]:
    try:
        return {name: NameField(max_length=200 if name == "first_names" else 100).clean(_TITLE.sub("", text))}
    except ValidationError as problem:
        raise Unreadable(problem.messages[0]) from problem


def _names(name: str, text: str) -> dict[str, str]:
    """«DURAND Léa Marie»: the capitals are the name; when all is written alike, the parts are not told apart."""
    words = _TITLE.sub("", text).split()
    name_words = [word for word in words if word.isupper() and len(word) > 1]
    first_words = [word for word in words if word not in name_words]
    in_order = words in (name_words + first_words, first_words + name_words)
    if not name_words or not first_words or not in_order:
        raise Unreadable("Liane ne sait pas où finit le nom et où commence le prénom : écrivez-les.")
    return _name("birth_name", " ".join(name_words)) | _name("first_names", " ".join(first_words))


def _date(name: str, text: str) -> dict[str, str]:
    found = _DATE.findall(text)
    if len(found) != 1:
        raise Unreadable("Plusieurs dates sur la ligne." if found else HOW_TO_WRITE_A_DATE)
    return {name: short(_existing(found[0], date(1950, 1, 1), today().replace(year=today().year + _FARTHEST, day=1)))}


def _birth(name: str, text: str) -> dict[str, str]:
    plain = _ASIDE.sub("", text).strip()
    if found := _PARTIAL.match(plain):
        if found[1] and not 1 <= int(found[1]) <= 12:
            raise Unreadable(f"Le mois {found[1]} n’existe pas. Vérifiez le mois.")
        return {name: plain}
    dates = _DATE.findall(plain)
    if len(dates) != 1:
        raise Unreadable("Plusieurs dates sur la ligne." if dates else HOW_TO_WRITE_A_DATE)
    born = {name: short(_existing(dates[0], date(1890, 1, 1), today()))}
    place = _AT.match(plain[plain.index(dates[0]) + len(dates[0]) :])
    return born | ({"birth_place": place[1].strip(" .")} if place else {})


def _existing(text: str, earliest: date, latest: date) -> date:
    try:
        found = read_date(re.sub(r"\s?([/.\-])\s?", r"\1", text))
    except ValueError as problem:
        raise Unreadable(str(problem)) from problem
    if found is None:
        raise Unreadable(HOW_TO_WRITE_A_DATE)
    if wrong := readable(found, earliest, latest):
        raise Unreadable(wrong)
    return found


def _period(_: str, text: str) -> dict[str, str]:
    """«du 01/01/2026 au 31/12/2030»."""
    found = _DATE.findall(text)
    if len(found) != 2:
        raise Unreadable("Liane ne lit pas deux dates : écrivez le début et la fin.")
    start, end = _date("starts_on", found[0]) | {}, _date("ends_on", found[1])
    if read_date(start["starts_on"]) > read_date(end["ends_on"]):  # type: ignore[operator]
        raise Unreadable("La fin est avant le début. Vérifiez les deux dates.")
    return start | end


def _sex(name: str, text: str) -> dict[str, str]:
    folded = fold(text)
    if folded in _MALE:
        return {name: Sex.MALE.value}
    if folded in _FEMALE:
        return {name: Sex.FEMALE.value}
    raise Unreadable("Ce mot ne dit pas le sexe.")


def _nss(name: str, text: str) -> dict[str, str]:
    number = nss.compact(text)
    if problem := nss.fault(number):
        raise Unreadable(problem)
    return {name: number}


def _phone(name: str, text: str) -> dict[str, str]:
    try:
        return {name: PhoneField().clean(text)}
    except ValidationError as problem:
        raise Unreadable(problem.messages[0]) from problem


def _mail(name: str, text: str) -> dict[str, str]:
    try:
        return {name: MailField().clean(text)}
    except ValidationError as problem:
        raise Unreadable(problem.messages[0]) from problem


def _line(name: str, text: str, limit: int = 200) -> dict[str, str]:
    if len(text) > limit:
        raise Unreadable("Cette ligne est trop longue pour cette case : recopiez l’essentiel.")
    return {name: text}


def _number(name: str, text: str) -> dict[str, str]:
    number = re.sub(r"^(?:n[°o]?|num[ée]ro)\s*:?\s*", "", text, flags=re.I)
    if not any(sign.isdigit() for sign in number):
        raise Unreadable("Aucun chiffre : ce n’est pas un numéro.")
    return _line(name, number, 40)


def _text(name: str, text: str) -> dict[str, str]:
    return {name: text}


_READERS: dict[str, Callable[[str, str], dict[str, str]]] = {
    "name": _name, "names": _names, "date": _date, "birth": _birth, "period": _period, "sex": _sex, "nss": _nss,
    "phone": _phone, "mail": _mail, "line": _line, "number": _number, "text": _text,
}  # fmt: skip
