"""Identities that move: traits, INS, what was seen to say so, local numbers, the record of each, and who holds it."""

from collections.abc import Iterable, Sequence
from typing import Any

from liane.journal.kinds import Kind
from liane.journal.many import Trace, trace_many
from liane.kit.moving.nouns import Noun, Rows
from liane.nomenclatures.identity import place_fault
from liane.people.enums import IdentityStatus
from liane.people.identity import index_person
from liane.people.ins.matricule import MatriculeRefused, contradictions, read_matricule
from liane.people.ins.policies import oid_allowed
from liane.people.models import FormerIns, IdentityEvidence, IdentityStep, LocalIdentifier, Person, Record, RecordUnit

REASON = "Reprise d’une maison entière"
_COMPUTED = {
    "key": "calculé", "sound_key": "calculé", "sort_key": "calculé", "search": "calculé", "changed_at": "technique",
}  # fmt: skip
# Nobody begins with another status: PostgreSQL refuses it. The first line is written as provisional, then moves.
_STATUS: dict[str, Any] = {
    "identity_status": IdentityStatus.PROVISIONAL, "ins_matricule": "", "ins_oid": "", "ins_source": "", "ins_at": None,
}  # fmt: skip


def _person_faults(person: Any, rows: Rows) -> Iterable[str]:
    """What the pages of the identity refuse (RNIV): a wrong key, a number of tests, a place that never was."""
    for label, number in (("l’INS", person.ins_matricule), ("le n° de Sécurité sociale", person.nss)):
        try:
            read = read_matricule(number) if number else None
        except MatriculeRefused as problem:
            yield f"{label}\u00a0: {problem}"
            continue
        if read is not None and label == "l’INS":
            yield from contradictions(
                read, sex=person.sex, birth_date=person.birth_date, precision=person.birth_precision,
                place_code=person.birth_place_code,
            )  # fmt: skip
    if person.ins_matricule and not oid_allowed(person.ins_oid):
        yield "son INS est une INS de test\u00a0: elle n’a pas sa place hors d’une maison d’essai."
    for code in (person.birth_place_code, person.death_place_code):
        if code and (fault := place_fault(code)):
            yield fault


def _arrive(people: Sequence[Any]) -> None:
    told = [{name: getattr(person, name) for name in _STATUS} for person in people]
    try:
        for person in people:
            _put(person, _STATUS)
            index_person(person)
        Person.objects.bulk_create(people, batch_size=500)
    finally:
        for person, values in zip(people, told, strict=True):
            _put(person, values)
    sure = [person for person in people if person.identity_status != IdentityStatus.PROVISIONAL]
    Person.objects.bulk_update(sure, list(_STATUS), batch_size=500)


def _put(person: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, value)


def _found_by_numbers(people: Sequence[Any], by: Any) -> None:
    """The words by which each is found hold her numbers, which came after her."""
    numbers: dict[Any, list[str]] = {}
    for person_id, value in LocalIdentifier.objects.filter(person__in=people).values_list("person_id", "value"):
        numbers.setdefault(person_id, []).append(value)
    with_numbers = [index_person(person, numbers[person.pk]) for person in people if person.pk in numbers]
    Person.objects.bulk_update(with_numbers, ["search"], batch_size=500)


def _trace_each(records: Sequence[Any], by: Any) -> None:
    trace_many(by, [Trace(Kind.RECORD_CREATED, record_id=record.pk) for record in records], reason=REASON)


PERSONS = Noun(
    "personnes", "personnes", Person,
    {
        "version": "version", "birth_name": "nom_de_naissance", "used_name": "nom_utilise",
        "first_names": "prenoms_de_naissance", "birth_first_name": "premier_prenom_de_naissance",
        "used_first_name": "prenom_utilise", "preferred_name": "souhaite_etre_appelee", "sex": "sexe",
        "civility": "civilite", "birth_date": "date_de_naissance", "birth_precision": "precision_date",
        "birth_order": "rang_registre_naissances", "birth_place": "lieu_de_naissance",
        "birth_place_code": "code_insee_naissance", "nationalities": "nationalites", "languages": "langues",
        "family_situation": "situation_familiale", "death_date": "date_deces", "death_place": "lieu_de_deces",
        "death_place_code": "code_insee_deces", "death_cause": "cause_deces", "nss": "numero_securite_sociale",
        "identity_comment": "remarque_identite", "is_alias": "sans_identite_connue",
        "identity_status": "statut_identite", "is_homonym": "homonyme", "is_doubtful": "identite_douteuse",
        "is_fictive": "identite_fictive", "ins_matricule": "matricule_ins", "ins_oid": "oid_ins",
        "ins_source": "source_ins", "ins_at": "ins_recue_le",
    },
    left=_COMPUTED,
    shown={"pour_lire": lambda person: person.full_name},
    leaves=lambda: Person.objects.filter(record__isnull=False),
    faults=_person_faults,
    refusals={
        "person_has_a_name": "elle n’a aucun nom.", "person_ins_with_status": "son statut d’identité ne va pas avec son INS.",
        "person_doubt_is_provisional": "une identité douteuse ou fictive n’est jamais validée.",
        "person_fictive_is_alone": "une identité fictive n’est ni douteuse ni homonyme.",
        "person_sure_is_whole": "une identité validée est complète\u00a0: noms, date et lieu de naissance.",
        "person_ins_is_whole": "une identité qui a une INS est complète\u00a0: premier prénom, sexe, code du lieu.",
        "person_dies_after_birth": "elle meurt avant de naître.", "person_birth_order": "le rang de naissance va de 1 à 999.",
        "person_ins_oid": "l’OID de son INS est inconnu.",
    },
    insert=_arrive,
    settle=_found_by_numbers,
)  # fmt: skip
NUMBERS = Noun(
    "numeros", "numéros locaux", LocalIdentifier,
    {
        "person": "personne", "kind": "nature", "value": "numero", "facility": "etablissement",
        "finess": "finess_a_ce_moment",
    },
    shown={"pour_lire": lambda row: row.person.full_name},
    related=("person",),
    leaves=lambda: LocalIdentifier.objects.filter(person__record__isnull=False),
    refusals={"local_identifier_once": "ce numéro est déjà celui d’une autre personne."},
)  # fmt: skip
EVIDENCE = Noun(
    "pieces_identite", "pièces d’identité vues", IdentityEvidence,
    {
        "person": "personne", "kind": "piece", "label": "piece_en_mots", "is_high": "suffit_pour_valider",
        "seen_on": "vue_le", "valid_until": "valable_jusqu_au", "note": "precision", "author_id": "auteur",
        "author_name": "auteur_nom", "written_at": "ecrit_le", "cancelled_at": "annulee_le",
        "cancelled_by": "annulee_par", "cancelled_reason": "raison",
    },
    shown={"pour_lire": lambda row: row.person.full_name},
    related=("person",),
    leaves=lambda: IdentityEvidence.objects.filter(person__record__isnull=False),
)  # fmt: skip
STEPS = Noun(
    "etapes_identite", "étapes de l’identité", IdentityStep,
    {
        "person": "personne", "event": "evenement", "before": "statut_avant", "after": "statut_apres",
        "is_homonym": "homonyme", "is_doubtful": "douteuse", "is_fictive": "fictive", "reason": "raison",
        "evidence": "piece", "author_id": "auteur", "author_name": "auteur_nom", "at": "le",
    },
    shown={"pour_lire": lambda row: row.person.full_name},
    related=("person",),
    leaves=lambda: IdentityStep.objects.filter(person__record__isnull=False),
)  # fmt: skip
FORMER = Noun(
    "anciennes_ins", "anciennes INS", FormerIns,
    {
        "person": "personne", "matricule": "matricule", "oid": "oid", "source": "source", "since": "depuis",
        "until": "jusqu_au", "reason": "raison", "author_name": "auteur_nom",
    },
    shown={"pour_lire": lambda row: row.person.full_name},
    related=("person",),
    leaves=lambda: FormerIns.objects.filter(person__record__isnull=False),
)  # fmt: skip
RECORDS = Noun(
    "dossiers", "dossiers", Record,
    {
        "person": "personne", "is_protected": "coordonnees_protegees", "opened_at": "ouvert_le",
        "archived_at": "archive_le",
    },
    shown={"pour_lire": lambda row: row.person.full_name},
    related=("person",),
    settle=_trace_each,
    refusals={"people_record_person_id": "cette personne a déjà un dossier ici."},
)  # fmt: skip
HELD = Noun(
    "unites_des_dossiers", "unités qui tiennent un dossier", RecordUnit,
    {
        "record": "dossier", "unit": "unite", "since": "depuis", "until": "jusqu_a", "place": "place",
    },
    left={"presence": "d’après les absences du jour"},
    shown={"pour_lire": lambda row: f"{row.record.person.full_name}, {row.unit.name}"},
    related=("record__person", "unit"),
)  # fmt: skip

NOUNS = (PERSONS, NUMBERS, EVIDENCE, STEPS, FORMER, RECORDS, HELD)
