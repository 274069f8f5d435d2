"""Which lines of «L’essentiel», of «À savoir avant d’agir» and of the circle a reader is told.

What a discreet facility (CSAPA) wrote is told to its own teams only, unless its author shared it (CSP L3411-7). What the
other facilities wrote is told to whoever may open the record: a danger must be known before acting.
"""

from typing import TypeVar
from uuid import UUID

from django.db.models import BooleanField, Model, QuerySet
from django.db.models.expressions import RawSQL

from liane.access.actor import Actor
from liane.access.enums import Right, Volet

Line = TypeVar("Line", bound=Model)
_TOLD = """({line}.is_shared OR {line}.unit_id IS NULL OR {line}.unit_id <> ALL (ARRAY(
    SELECT aside.id FROM organizations_unit aside JOIN organizations_facility hushed ON hushed.id = aside.facility_id
    WHERE hushed.is_discreet AND NOT EXISTS (SELECT 1 FROM organizations_unit mine
        WHERE mine.facility_id = hushed.id AND mine.id = ANY({units}::uuid[])))))"""

# What locates a protected person is absent for whoever does not read the social part where she is followed (ux §5). The
# contact of a protected person is kept wherever else she appears: a brother’s page must not give his mother’s address; nor
# that of his sister, when she is the protected person herself.
_KEPT = """EXISTS (SELECT 1 FROM (SELECT bound.record_id AS id FROM people_relative bound
        WHERE bound.contact_id = {contact}.id AND (bound.record_id = {record} OR {contact}.kind = 'PERSON')
        UNION ALL SELECT herself.id FROM people_record herself WHERE herself.person_id = {contact}.person_id) near
    JOIN people_record apart ON apart.id = near.id
    WHERE apart.is_protected AND NOT EXISTS (SELECT 1 FROM people_recordunit held WHERE held.record_id = apart.id
        AND held.unit_id = ANY({units}::uuid[]) AND (held.until IS NULL OR held.until > now())))"""
# Bodies whose very name says where she goes. A doctor is called by her name, a judge or a tutor’s office says a département.
PLACES = ("SCHOOL", "CARE", "SERVICE")
SPEAKS_OF_PLACES = frozenset({Volet.SOCIAL, Volet.JUDICIAL})


_KEPT_PLACE = """EXISTS (SELECT 1 FROM people_home bound JOIN people_record apart ON apart.id = bound.record_id
    WHERE bound.household_id = {household} AND apart.is_protected AND (bound.until IS NULL OR bound.until > now())
    AND NOT EXISTS (SELECT 1 FROM people_recordunit held WHERE held.record_id = apart.id
        AND held.unit_id = ANY({units}::uuid[]) AND (held.until IS NULL OR held.until > now())))"""


def kept_place_sql(household: str, units: str = "%(entitled)s") -> str:
    """Does a protected person whose places are not told to this reader live there?"""
    return _KEPT_PLACE.format(household=household, units=units)


def kept_sql(record: str, contact: str, units: str = "%(entitled)s") -> str:
    """Is the way to reach this contact (alias) kept from the reader of this record? `units`: where she reads addresses."""
    return _KEPT.format(record=record, contact=contact, units=units)


def kept_name_sql(record: str, contact: str) -> str:
    """Is this contact (alias) not even named to the reader of this record?"""
    kinds = ", ".join(f"'{kind}'" for kind in PLACES)
    return f"({contact}.kind IN ({kinds}) AND {kept_sql(record, contact)})"


def units_of_addresses(actor: Actor) -> list[UUID]:
    """Units for which she reads where a protected person lives: the rule of `policies.may_read_addresses`, for queries."""
    return sorted({unit for units, reads in actor.scopes if SPEAKS_OF_PLACES & set(reads) for unit in units})


def told_sql(line: str, units: str = "%(reader)s") -> str:
    """The rule as a condition on the alias `line`; `units` are the ones where the reader opens records."""
    return _TOLD.format(line=line, units=units)


def units_of_reader(actor: Actor) -> list[UUID]:
    """Through which she reads: a post that opens no record (DPO) makes nobody part of the team."""
    return sorted(actor.units_with(Right.RECORD_READ))


def told_to(actor: Actor, lines: QuerySet[Line]) -> QuerySet[Line]:
    """Those of these lines that she is told: every page, paper and gesture passes here or by `told_sql`."""
    rule = told_sql(lines.model._meta.db_table, "%s")
    return lines.filter(RawSQL(rule, [units_of_reader(actor)], output_field=BooleanField()))  # noqa: S611 - no input in the text
