"""Searching a name uses its index: a text match is not «leakproof» for PostgreSQL, so behind the wall it would read every row.

The function belongs to the owner of the tables and stands behind the same wall by itself: the organisation of the
transaction, and the units it is given. It answers identifiers only; names are read by the caller, behind the wall.

A room number is answered first; both answers together are limited, and PostgreSQL is told that few rows come back.
"""

from django.db import migrations

from liane.kit.rls import for_the_application
from liane.people.migrations import FORMER

_FUNCTION = """
CREATE FUNCTION people_found(
    units uuid[], written text, heard text, named text, rooms text[], most integer)
RETURNS TABLE (record_id uuid, person_id uuid, rank integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public SET plan_cache_mode = force_custom_plan
ROWS 20 AS $$
DECLARE
    house uuid := NULLIF(current_setting('liane.organization', true), '')::uuid;
    lodged uuid[] := '{}';
BEGIN
    IF cardinality(rooms) > 0 THEN
        SELECT coalesce(array_agg(x.record_id), '{}') INTO lodged FROM (
            SELECT x.record_id FROM public.people_recordunit x
            JOIN public.people_record r ON r.id = x.record_id JOIN public.people_person p ON p.id = r.person_id
            WHERE x.organization_id = house AND x.unit_id = ANY(units) AND (x.until IS NULL OR x.until > now())
                AND x.place <> '' AND lower(substring(x.place FROM '[^ ]+$')) = ANY(rooms)
                AND (named = '' OR p.search @@ named::tsquery)
            LIMIT most) x;
        RETURN QUERY SELECT r.id, r.person_id, 2 FROM public.people_record r WHERE r.id = ANY(lodged);
    END IF;
    IF heard <> '' THEN
        RETURN QUERY
        SELECT r.id, p.id, (p.search @@ written::tsquery)::integer
        FROM public.people_person p JOIN public.people_record r ON r.person_id = p.id
        WHERE p.organization_id = house AND p.search @@ heard::tsquery AND r.id <> ALL(lodged) AND EXISTS (
            SELECT 1 FROM public.people_recordunit x
            WHERE x.record_id = r.id AND x.unit_id = ANY(units) AND (x.until IS NULL OR x.until > now()))
        ORDER BY 3 DESC, p.sort_key LIMIT most - cardinality(lodged);
    END IF;
END $$;
"""
_NAME = "people_found(uuid[], text, text, text, text[], integer)"


class Migration(migrations.Migration):
    replaces = FORMER
    dependencies = [("people", "0002_wall")]
    operations = [migrations.RunSQL(_FUNCTION, f"DROP FUNCTION {_NAME}"), for_the_application(_NAME)]
