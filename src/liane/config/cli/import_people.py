"""Read a list, say line by line what would happen, ask, write. Needs the models: loaded once the house is open."""

import argparse
import hashlib
import sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from django.db import DatabaseError

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.queries import actor_of, houses_of
from liane.config.cli.house import say
from liane.config.cli.progress import Progress
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refused
from liane.kit.tables import Table, TableRefused
from liane.kit.tenancy import acting_for
from liane.kit.text import fold
from liane.organizations.queries import units_by_facility
from liane.people.importing.columns import Mapping, propose_mapping
from liane.professionals.models import Account, Practitioner
from liane.stays.importing.actions import import_table, read_file, trace_told
from liane.stays.importing.models import Verdict
from liane.stays.importing.plan import plan_import
from liane.stays.importing.planned import ImportPlan
from liane.stays.importing.words import written

ORIGIN = "ligne de commande"
DEMO_ACCOUNT = "nicole"


def run(options: argparse.Namespace) -> int:
    """One sentence when it cannot be done; never a traceback for a mistake of the person at the keyboard."""
    try:
        return _import(options)
    except (TableRefused, Refused) as refused:
        say(str(refused))
    except NotVisible:
        say("ce compte ne peut pas importer de personnes. Choisissez-en un autre avec --as.")
    except DatabaseError as error:
        say(f"la base de données a refusé : rien n’a été enregistré ({error.__class__.__name__}).")
    return 1


def _import(options: argparse.Namespace) -> int:
    actor = _who(options.account or DEMO_ACCOUNT)
    path = Path(options.file)
    table = read_file(path, path.name)
    mapping = propose_mapping(table, today())
    if mapping.missing:
        raise Refused(
            " ".join(mapping.missing) + " Renommez la colonne dans le fichier, ou passez par la page d’import."
        )
    _say_columns(mapping)
    progress = Progress()
    with acting_for(actor.organization_id):
        unit = _unit(actor, options.unit)
        plan = plan_import(
            actor, table, mapping, default_unit=unit, progress=lambda done, total: progress("lecture", done, total)
        )
        trace_told(actor, plan)
    progress.close()
    _say_lines(plan, whole=options.dry_run)
    print(plan.headline)
    if options.dry_run:
        return 0
    if not plan.counts[Verdict.CREATE] + plan.counts[Verdict.MATCH]:
        say("aucune ligne ne peut être prise : rien à enregistrer.")
        return 1
    if not options.yes and not _accepted():
        say("rien n’a été enregistré.")
        return 1
    return _write(actor, path, table, mapping, unit)


def _write(actor: Actor, path: Path, table: Table, mapping: Mapping, unit: UUID | None) -> int:
    """The plan is made again inside the transaction that writes it."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    progress = Progress()

    def made_again() -> ImportPlan:
        return plan_import(actor, table, mapping, default_unit=unit)

    with acting_for(actor.organization_id):
        batch = import_table(
            actor, path.name, digest, table, made_again, lambda done, total: progress("enregistrement", done, total)
        )
    progress.close()
    print(f"Enregistré : {written(batch.counts)}")
    print(f"Pour revoir ou annuler : /personnes/importer/{batch.pk}/")
    return 0


def _who(name: str) -> Actor:
    """The professional in whose name the import is made: her rights decide, her name is in the traces."""
    account = Account.objects.filter(slug=name).first() or Account.objects.filter(login__iexact=name).first()
    if account is None:
        raise Refused(f"le compte « {name} » n’existe pas. Indiquez un compte avec --as.")
    nobody = Actor(account.pk, None, None, account.login, "")
    for house in houses_of(nobody):
        with acting_for(house.organization_id):
            actor = actor_of(Practitioner.objects.get(account=account), origin=ORIGIN)
        if actor.may(Right.PERSONS_IMPORT):
            return replace(actor, organization_name=house.name)
    raise Refused(f"le compte « {name} » ne peut pas importer de personnes. Choisissez-en un autre avec --as.")


def _unit(actor: Actor, name: str) -> UUID | None:
    """The unit of the lines that name none."""
    if not name:
        return None
    units = units_by_facility(actor.units_with(Right.PERSONS_IMPORT))
    found = [unit for unit in units if fold(name) in (fold(unit.name), fold(f"{unit.name} {unit.facility.name}"))]
    if len(found) != 1:
        shown = ", ".join(f"{unit.name} ({unit.facility.name})" for unit in units)
        raise Refused(f"l’unité « {name} » n’est pas trouvée. Choisissez parmi : {shown}.")
    return found[0].pk


def _say_columns(mapping: Mapping) -> None:
    for column in mapping.columns:
        say(f"colonne « {column.header} » : {column.target.label} ({column.why})")


def _say_lines(plan: ImportPlan, *, whole: bool) -> None:
    """Every line in a dry run; otherwise those that a human being should read."""
    for note in plan.notes:
        say(note)
    for row in plan.rows:
        if not whole and row.verdict in (Verdict.CREATE, Verdict.MATCH) and not row.to_check:
            continue
        where = f" ({row.unit.name}, {row.unit.facility.name})" if row.unit else ""
        print(f"Ligne {row.line} — {row.verdict.label} : {row.person.who}{where}")
        for sentence in row.sentences:
            print(f"    {sentence}")


def _accepted() -> bool:
    """Nothing is written without a yes."""
    if not sys.stdin.isatty():
        say("ajoutez --yes pour accepter, ou --dry-run pour seulement regarder.")
        return False
    return input("Enregistrer ces lignes ? (oui/non) ").strip().lower() in {"o", "oui"}
