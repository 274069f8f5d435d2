"""An import that is undone takes back the rights and measures that it wrote itself, and that nobody has touched since.

They stay written otherwise (`rls.append_only`). The function belongs to the owner of the tables, stands behind the wall by
itself, and erases nothing but the lines that the import of this organisation says it wrote, in their only version.
"""

from django.db import migrations

from liane.kit.rls import for_the_application
from liane.stays.migrations import FORMER

_TAKE_BACK = """
CREATE FUNCTION stays_take_back_rights(import_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    house uuid := NULLIF(current_setting('liane.organization', true), '')::uuid;
BEGIN
    PERFORM 1 FROM public.stays_importbatch b WHERE b.id = import_id AND b.organization_id = house AND b.state = 'DONE' FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such import' USING ERRCODE = 'insufficient_privilege'; END IF;
    PERFORM set_config('liane.destruction', import_id::text, true);
    DELETE FROM public.people_entitlement e USING public.stays_importrow r
    WHERE r.batch_id = import_id AND r.organization_id = house AND e.organization_id = house AND r.wrote->'rights' ? e.id::text
        AND NOT EXISTS (SELECT 1 FROM public.people_entitlement o WHERE o.thread_id = e.thread_id AND o.id <> e.id);
    DELETE FROM public.people_legalmeasure m USING public.stays_importrow r
    WHERE r.batch_id = import_id AND r.organization_id = house AND m.organization_id = house AND r.wrote->>'measure' = m.id::text
        AND NOT EXISTS (SELECT 1 FROM public.people_legalmeasure o WHERE o.thread_id = m.thread_id AND o.id <> m.id);
    PERFORM set_config('liane.destruction', '', true);
END $$;
"""


class Migration(migrations.Migration):
    replaces = FORMER
    dependencies = [("stays", "0004_retention")]
    operations = [
        migrations.RunSQL(_TAKE_BACK, "DROP FUNCTION stays_take_back_rights(uuid);"),
        for_the_application("stays_take_back_rights(uuid)"),
    ]
