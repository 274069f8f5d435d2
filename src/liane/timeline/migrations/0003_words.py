"""Words of the fil, found in French whatever the accents; the record is a word of the vector (no composite text index).

A word is found through its index: a text match is not «leakproof» for PostgreSQL, so behind the wall it would read every
line of the record, more each year (as people_found, for names). `timeline_found` belongs to the owner of the tables and
keeps to the organisation of the transaction by itself. It answers identifiers only: which of these lines the reader may
read is decided by the caller, behind the wall. The narrow and the unbreakable spaces of French typography («3 h») part
words like any space.
"""

from django.db import migrations

from liane.kit.rls import for_the_application

_SPACES = "\u202f\u2009\u00a0"
_WORDS = f"""
CREATE FUNCTION timeline_words(body text, record uuid) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('french'::regconfig, translate(replace(replace(lower(body), 'œ', 'oe'), 'æ', 'ae'),
        'àâäáãçéèêëíîïìóôöòõúùûüÿñ’{_SPACES}', 'aaaaaceeeeiiiiooooouuuuyn {' ' * len(_SPACES)}'))
        || array_to_tsvector(ARRAY['record:' || replace(record::text, '-', '')])
$$;
"""
_FOUND = """
CREATE FUNCTION timeline_found(record uuid, wanted tsquery) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
    SELECT coalesce(array_agg(e.id), '{}') FROM public.timeline_entry e
    WHERE e.words @@ (wanted && ('''record:' || replace(record::text, '-', '') || '''')::tsquery) AND e.record_id = record
        AND e.organization_id = NULLIF(current_setting('liane.organization', true), '')::uuid
$$;
"""
_NAME = "timeline_found(uuid, tsquery)"


class Migration(migrations.Migration):
    dependencies = [("timeline", "0002_wall")]
    operations = [
        migrations.RunSQL(_WORDS, "DROP FUNCTION timeline_words(text, uuid)"),
        migrations.RunSQL(_FOUND, f"DROP FUNCTION {_NAME}"),
        for_the_application(_NAME),
    ]
