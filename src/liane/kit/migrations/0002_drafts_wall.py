"""The second wall around drafts; and the function that forgets the old ones in every organisme, without reading any."""

from django.db import migrations

from liane.kit.rls import for_the_application, protect

_FORGET = """
CREATE FUNCTION kit_forget_drafts(kept interval, ended interval) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    gone bigint;
BEGIN
    DELETE FROM public.kit_saveddraft WHERE changed_at < now() - kept OR ended_at < now() - ended;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_drafts")]
    operations = [
        protect("kit_saveddraft"),
        migrations.RunSQL(_FORGET, "DROP FUNCTION kit_forget_drafts(interval, interval)"),
        for_the_application("kit_forget_drafts(interval, interval)"),
    ]
