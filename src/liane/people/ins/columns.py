"""What is known of somebody's identity: the columns of TDDUI *Usager*, and what the database itself refuses of them.

Four names are told apart (TDDUI, requirements I-001): birth name, name in use, LIST of birth first names, first of them;
then the first name in use and the one she wishes. Facts that `Home`, `Household` and `Coverage` hold are not here.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from liane.people.enums import HOLDS_INS, Civility, IdentityStatus, Precision, Sex

LONGEST_LIST = 4000  # four hundred first names and more: a list is refused in words, never cut in silence


def _text(label: str, length: int, **more: Any) -> Any:
    return models.CharField(label, max_length=length, blank=True, default="", db_default="", **more)


def _yes(label: str) -> Any:
    return models.BooleanField(label, default=False, db_default=False)


class IdentityColumns(models.Model):
    """Traits as in INS (RNIV): the strict ones say who she is for the civil status, the others how she lives.

    `is_alias`: no civil identity is known or told; `preferred_name` is the name she gives (street, CSAPA: right to anonymity,
    CSP L3411-7). `ins_*` is the INS in force, that the rule of `ins.policies.releasable` alone lets out.
    """

    birth_name = models.CharField("nom de naissance", max_length=100, blank=True)
    used_name = models.CharField("nom utilisé", max_length=100, blank=True)
    first_names = models.CharField("prénoms de naissance", max_length=LONGEST_LIST, blank=True)
    birth_first_name = _text("premier prénom de naissance", 100)
    used_first_name = _text("prénom utilisé", 100)
    preferred_name = models.CharField("souhaite qu’on l’appelle", max_length=100, blank=True)
    sex = models.CharField("sexe", max_length=1, choices=Sex, default=Sex.UNKNOWN)
    civility = _text("civilité", 3, choices=Civility)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    birth_precision = models.CharField("précision de la date", max_length=8, choices=Precision, default=Precision.DAY)
    birth_order = models.PositiveSmallIntegerField(
        "rang dans le registre des naissances", null=True, blank=True, default=None
    )
    birth_place = models.CharField("lieu de naissance", max_length=120, blank=True)
    birth_place_code = models.CharField("code INSEE du lieu", max_length=5, blank=True, default="")
    nationalities = _text("nationalités", 200)
    languages = _text("langues", 200)
    family_situation = _text("situation familiale", 20)
    death_date = models.DateField("date de décès", null=True, blank=True, default=None)
    death_place = _text("lieu de décès", 120)
    death_place_code = _text("code INSEE du lieu de décès", 5)
    death_cause = _text("cause du décès", 200)
    nss = _text("n° de Sécurité sociale", 15)
    identity_comment = _text("remarque sur l’identité", 500)
    is_alias = _yes("sans identité civile connue")
    identity_status = models.CharField(
        "statut de l’identité", max_length=10, choices=IdentityStatus, default=IdentityStatus.PROVISIONAL,
        db_default=IdentityStatus.PROVISIONAL,
    )  # fmt: skip
    is_homonym = _yes("homonyme")
    is_doubtful = _yes("identité douteuse")
    is_fictive = _yes("identité fictive")
    ins_matricule = _text("matricule INS", 15)
    ins_oid = _text("OID du matricule", 20)
    ins_source = _text("source de l’INS", 12)
    ins_at = models.DateTimeField("INS reçue le", null=True, blank=True, default=None)

    class Meta:
        abstract = True


def identity_constraints() -> list[models.BaseConstraint]:
    """What no program may write, ours included (requirements I-004, I-006). The moves and the key are in the migration."""
    holds = Q(identity_status__in=sorted(HOLDS_INS))
    sure = ~Q(identity_status=IdentityStatus.PROVISIONAL)
    has_ins = ~Q(ins_matricule="") & ~Q(ins_oid="") & Q(ins_at__isnull=False)
    no_ins = Q(ins_matricule="", ins_oid="", ins_source="", ins_at__isnull=True)
    placed = ~Q(birth_place="") | ~Q(birth_place_code="")
    whole = ~Q(birth_name="") & ~Q(first_names="") & Q(birth_date__isnull=False) & placed & Q(is_alias=False)
    exact = ~Q(birth_first_name="") & ~Q(birth_place_code="") & Q(sex__in=["F", "M"])
    rules = {
        "person_has_a_name": ~Q(birth_name="") | ~Q(used_name="") | ~Q(first_names="") | ~Q(preferred_name=""),
        "person_ins_with_status": (holds & has_ins) | (~holds & no_ins),
        "person_doubt_is_provisional": Q(is_doubtful=False, is_fictive=False) | ~sure,
        "person_fictive_is_alone": Q(is_fictive=False) | Q(is_doubtful=False, is_homonym=False),
        "person_sure_is_whole": ~sure | whole,
        "person_ins_is_whole": ~holds | exact,
        "person_dies_after_birth": Q(birth_date=None) | Q(death_date=None) | Q(death_date__gte=F("birth_date")),
        "person_birth_order": Q(birth_order=None) | Q(birth_order__gte=1, birth_order__lte=999),
    }
    return [models.CheckConstraint(condition=rule, name=name) for name, rule in rules.items()]
