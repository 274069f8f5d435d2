"""Look at what was sealed since the last look, and keep what is worth a human eye (security.md F4; CNIL: not a measure of work).

Working days go from 6 h to 6 h, so that a night is one. «Her team»: units or facilities that a post of hers names; a post in the
whole organisme (direction) is nobody’s team. The rules look at the days touched by new lines only, eight days back at most.
Every access given back to a colleague is shown: whoever gives it could have taken her place.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.retention.purge import count_next
from liane.journal.retention.rules import preview_of
from liane.journal.sealing.seal import last_seal
from liane.kit.tenancy import acting_for
from liane.kit.text import fold
from liane.professionals.models import Practitioner
from liane.steering.models import Watch

BACK = timedelta(days=8)
MANY, REFUSALS, REFUSALS_ON_ONE, PRINTS = 20, 5, 3, 5
READS = (Kind.RECORD_OPENED, Kind.RECORD_PRINTED, Kind.DOCUMENT_OPENED)
OUTINGS = (Kind.EXPORTED, Kind.ACCESSES_EXPORTED)
PRINTINGS = (Kind.RECORD_PRINTED, Kind.HANDOVER_PRINTED)
EMERGENCIES = (Kind.EMERGENCY_OPENED,)

_TOUCHED = """
SELECT DISTINCT actor_id, ((at AT TIME ZONE %(zone)s) - interval '6 hours')::date FROM journal_journalentry
WHERE organization_id = %(house)s AND number > %(after)s AND number <= %(upto)s AND actor_id IS NOT NULL AND at >= %(since)s
"""
_WATCH = """
WITH days AS (
    SELECT d.actor_id, d.day, d.name, (d.day + time '06:00') AT TIME ZONE %(zone)s AS begins,
        (d.day + 1 + time '06:00') AT TIME ZONE %(zone)s AS ends
    FROM unnest(%(actors)s::uuid[], %(days)s::date[], %(names)s::text[]) AS d (actor_id, day, name)
), lines AS MATERIALIZED (
    SELECT d.day, d.begins, d.name, j.kind, j.at, j.actor_id, j.actor_name, j.actor_role, j.record_id, j.object_id, j.reason
    FROM days d JOIN journal_journalentry j ON j.organization_id = %(house)s AND j.actor_id = d.actor_id
        AND j.at >= d.begins AND j.at < d.ends AND j.number <= %(upto)s
), reads AS (
    SELECT actor_id, day, name, record_id, count(*) AS n, min(at) AS first_at, max(at) AS last_at,
        max(actor_name) AS who, max(actor_role) AS role
    FROM lines WHERE record_id IS NOT NULL AND kind = ANY(%(reads)s) GROUP BY 1, 2, 3, 4
), teams AS (
    SELECT DISTINCT post.practitioner_id, u.id AS unit_id FROM professionals_practitionerrole post
    JOIN organizations_unit u ON post.unit_id = u.id OR (post.unit_id IS NULL AND post.facility_id = u.facility_id)
    WHERE post.practitioner_id = ANY(%(actors)s::uuid[]) AND (post.ends_at IS NULL OR post.ends_at > %(since)s)
), outside AS (
    SELECT r.* FROM reads r
    WHERE NOT EXISTS (SELECT 1 FROM people_recordunit h JOIN teams t ON t.unit_id = h.unit_id
            AND t.practitioner_id = r.actor_id WHERE h.record_id = r.record_id AND h.since <= r.last_at
            AND (h.until IS NULL OR h.until > r.first_at - interval '1 day'))
        AND NOT EXISTS (SELECT 1 FROM people_keyworker k WHERE k.record_id = r.record_id AND k.practitioner_id = r.actor_id
            AND (k.until IS NULL OR k.until >= r.day))
), nights AS (
    SELECT actor_id, day, begins, count(DISTINCT record_id) AS n, min(at) AS first_at, max(at) AS last_at,
        max(actor_name) AS who, max(actor_role) AS role, array_agg(DISTINCT record_id) AS records
    FROM lines WHERE record_id IS NOT NULL AND kind = ANY(%(reads)s) AND actor_role NOT ILIKE '%%nuit%%'
        AND ((at AT TIME ZONE %(zone)s)::time >= '22:00' OR (at AT TIME ZONE %(zone)s)::time < '05:30')
    GROUP BY actor_id, day, begins
), found AS (
    SELECT 'many' AS rule, actor_id, day, NULL::uuid AS record_id, count(*) AS n, min(first_at) AS first_at,
        max(last_at) AS last_at, max(who) AS who, max(role) AS role, '' AS why, array_agg(record_id) AS records
    FROM outside GROUP BY actor_id, day HAVING count(*) > %(many)s
    UNION ALL
    SELECT 'protected', o.actor_id, o.day, o.record_id, o.n, o.first_at, o.last_at, o.who, o.role, '', ARRAY[o.record_id]
    FROM outside o JOIN people_record rec ON rec.id = o.record_id WHERE rec.is_protected
    UNION ALL
    SELECT * FROM (SELECT DISTINCT ON (r.actor_id, r.record_id) 'same_name', r.actor_id, r.day, r.record_id, r.n, r.first_at,
            r.last_at, r.who, r.role, '', ARRAY[r.record_id]
        FROM reads r JOIN people_record rec ON rec.id = r.record_id JOIN people_person p ON p.id = rec.person_id
        WHERE r.name <> '' AND r.name IN (split_part(p.key, '|', 1), split_part(p.sort_key, '|', 1))
            -- Asked once, an homonym is not asked again every day: only after three months.
            AND NOT EXISTS (SELECT 1 FROM steering_alert e WHERE e.rule = 'same_name' AND e.actor_id = r.actor_id
                AND e.record_id = r.record_id AND e.day < r.day AND e.day > r.day - 90)
        ORDER BY r.actor_id, r.record_id, r.day) homonyms
    UNION ALL
    SELECT 'night', n.actor_id, n.day, NULL, n.n, n.first_at, n.last_at, n.who, n.role, '', n.records
    FROM nights n JOIN LATERAL (
        SELECT count(*) AS acts, count(*) FILTER (WHERE (h.at AT TIME ZONE %(zone)s)::time >= '22:00'
            OR (h.at AT TIME ZONE %(zone)s)::time < '05:30') AS by_night
        FROM journal_journalentry h WHERE h.organization_id = %(house)s AND h.actor_id = n.actor_id
            AND h.at >= n.begins - interval '28 days' AND h.at < n.begins
    ) habit ON habit.acts >= 20 AND habit.by_night * 5 <= habit.acts
    UNION ALL
    SELECT 'refused', actor_id, day, NULL, sum(n)::bigint, min(first_at), max(last_at), max(who), max(role), '',
        coalesce(array_agg(record_id) FILTER (WHERE record_id IS NOT NULL), '{}')
    FROM (SELECT actor_id, day, record_id, count(*) AS n, min(at) AS first_at, max(at) AS last_at, max(actor_name) AS who,
            max(actor_role) AS role FROM lines WHERE kind = %(refused)s GROUP BY 1, 2, 3) closed
    GROUP BY actor_id, day HAVING sum(n) >= %(refusals)s OR max(n) FILTER (WHERE record_id IS NOT NULL) >= %(on_one)s
    UNION ALL
    SELECT CASE WHEN kind = ANY(%(outings)s) THEN 'exported' ELSE 'printed' END, actor_id, day, NULL, count(*), min(at),
        max(at), max(actor_name), max(actor_role), (array_agg(reason ORDER BY at DESC))[1],
        coalesce(array_agg(record_id) FILTER (WHERE record_id IS NOT NULL), '{}')
    FROM lines WHERE kind = ANY(%(outings)s) OR kind = ANY(%(printings)s)
    GROUP BY 1, actor_id, day HAVING bool_or(kind = ANY(%(outings)s)) OR count(*) > %(prints)s
    UNION ALL
    SELECT 'emergency', actor_id, day, record_id, count(*), min(at), max(at), max(actor_name), max(actor_role),
        (array_agg(reason ORDER BY at))[1], ARRAY[record_id]
    FROM lines WHERE kind = ANY(%(emergencies)s) AND record_id IS NOT NULL GROUP BY actor_id, day, record_id
    UNION ALL
    SELECT 'rescued', actor_id, day, NULL, count(*), min(at), max(at), max(actor_name), max(actor_role),
        string_agg(DISTINCT reason, ' ; '), '{}'
    FROM lines WHERE kind = %(rescued)s GROUP BY actor_id, day
)
INSERT INTO steering_alert (id, organization_id, rule, day, actor_id, actor_name, actor_role, record_id, unit_ids, count,
    first_at, last_at, why, about, is_open, is_asked)
SELECT gen_random_uuid(), %(house)s, f.rule, f.day, f.actor_id, f.who, f.role, f.record_id,
    coalesce((SELECT array_agg(DISTINCT h.unit_id) FROM people_recordunit h WHERE h.record_id = ANY(f.records)),
        (SELECT array_agg(DISTINCT u.id) FROM professionals_practitionerrole post JOIN organizations_unit u
            ON post.unit_id = u.id OR (post.unit_id IS NULL AND coalesce(post.facility_id, u.facility_id) = u.facility_id)
            WHERE post.practitioner_id = f.actor_id), '{}'),
    f.n, f.first_at, f.last_at, left(coalesce(f.why, ''), 300),
    coalesce((SELECT left(string_agg(DISTINCT p.first_name || ' ' || p.last_name, ', '), 300) FROM lines l
        JOIN professionals_practitioner p ON p.id = l.object_id
        WHERE f.rule = 'rescued' AND l.kind = %(rescued)s AND l.actor_id = f.actor_id AND l.day = f.day), ''), true, false
FROM found f
ON CONFLICT (organization_id, rule, day, actor_id, record_id) DO UPDATE SET count = EXCLUDED.count,
    last_at = EXCLUDED.last_at, unit_ids = EXCLUDED.unit_ids, why = EXCLUDED.why,
    about = EXCLUDED.about, is_open = steering_alert.is_open OR EXCLUDED.count > steering_alert.count
WHERE EXCLUDED.count <> steering_alert.count
"""


def watch_house(organization_id: UUID, *, now: datetime | None = None) -> int:
    """Look at the sealed lines that no look has seen. How many alerts are new or have grown. Twice is once."""
    moment = now or timezone.now()
    with acting_for(organization_id):
        if preview_of(organization_id) is None:  # the first days of a house: the DPO need not wait for a night
            count_next(organization_id)
        seal = last_seal(organization_id)
        done = Watch.objects.select_for_update().filter(organization_id=organization_id).first()
        after = done.upto if done else 0
        if seal is None or seal.last_line <= after:
            return 0
        bounds = {"house": organization_id, "after": after, "upto": seal.last_line, "since": moment - BACK}
        changed = _look(bounds)
        Watch.objects.update_or_create(organization_id=organization_id, defaults={"upto": seal.last_line})
    return changed


def _look(bounds: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, {**bounds, "zone": settings.TIME_ZONE})
        touched: list[tuple[UUID, date]] = cursor.fetchall()
        if not touched:
            return 0
        names = dict(Practitioner.objects.filter(pk__in={actor for actor, _ in touched}).values_list("pk", "last_name"))
        cursor.execute(
            _WATCH,
            {
                "house": bounds["house"], "upto": bounds["upto"], "since": bounds["since"], "zone": settings.TIME_ZONE,
                "actors": [actor for actor, _ in touched], "days": [day for _, day in touched],
                "names": [fold(names.get(actor, "")) for actor, _ in touched], "reads": _values(READS),
                "outings": _values(OUTINGS), "printings": _values(PRINTINGS), "emergencies": _values(EMERGENCIES),
                "refused": Kind.RECORD_REFUSED.value, "many": MANY, "refusals": REFUSALS, "on_one": REFUSALS_ON_ONE,
                "prints": PRINTS, "rescued": Kind.ACCOUNT_RESCUED.value,
            },
        )  # fmt: skip
        return int(cursor.rowcount)


def _values(kinds: tuple[Kind, ...]) -> list[str]:
    return [kind.value for kind in kinds]
