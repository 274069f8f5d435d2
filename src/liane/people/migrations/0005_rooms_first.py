"""A room number is answered first, both answers together are limited, and PostgreSQL is told that few rows come back."""

from importlib import import_module

from django.db import migrations

_before = import_module("liane.people.migrations.0004_found")
_FUNCTION = """
CREATE OR REPLACE FUNCTION people_found(
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
_DROP = "DROP FUNCTION people_found(uuid[], text, text, text, text[], integer);"


class Migration(migrations.Migration):
    dependencies = [("people", "0004_found")]
    operations = [
        migrations.RunSQL(_FUNCTION, _DROP + _before._FUNCTION),
    ]
