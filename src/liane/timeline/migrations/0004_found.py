"""A word is found through its index: a text match is not «leakproof» for PostgreSQL, so behind the wall it would read every
line of the record, more each year (as people_found, for names).

The function belongs to the owner of the tables and keeps to the organisation of the transaction by itself. It answers
identifiers only: which of these lines the reader may read is decided by the caller, behind the wall.
"""

from django.db import migrations

from liane.kit.rls import for_the_application

_FUNCTION = """
CREATE FUNCTION timeline_found(record uuid, wanted tsquery) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
    SELECT coalesce(array_agg(e.id), '{}') FROM public.timeline_entry e
    WHERE e.words @@ (wanted && ('''record:' || replace(record::text, '-', '') || '''')::tsquery) AND e.record_id = record
        AND e.organization_id = NULLIF(current_setting('liane.organization', true), '')::uuid
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("timeline", "0003_words")]
    operations = [
        migrations.RunSQL(_FUNCTION, "DROP FUNCTION timeline_found(uuid, tsquery)"),
        for_the_application("timeline_found(uuid, tsquery)"),
    ]
