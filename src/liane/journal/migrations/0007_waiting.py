"""Which chains wait, answered by indexes alone however many seals there are; a small batch waits for a few minutes."""

from importlib import import_module

from django.db import migrations

from liane.kit.rls import for_the_application

_verified = import_module("liane.journal.migrations.0005_verified")
_seals = import_module("liane.journal.migrations.0004_seals")
_retention = import_module("liane.journal.migrations.0006_retention")
_WAITING = """
CREATE FUNCTION journal_waiting(upto bigint, enough integer, since timestamptz) RETURNS TABLE (organization_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT o.id FROM public.organizations_organization o CROSS JOIN LATERAL (
        SELECT count(*) AS lines, min(first.at) AS oldest FROM (
            SELECT j.at FROM public.journal_journalentry j WHERE j.organization_id = o.id AND j.number <= upto
            AND j.number > coalesce((SELECT s.last_line FROM public.journal_seal s WHERE s.organization_id = o.id
                ORDER BY s.number DESC LIMIT 1), 0)
            ORDER BY j.number LIMIT enough) first
    ) waits WHERE waits.lines >= enough OR waits.oldest <= since
    UNION ALL
    SELECT NULL FROM (
        SELECT count(*) AS lines, min(first.at) AS oldest FROM (
            SELECT j.at FROM public.journal_journalentry j WHERE j.organization_id IS NULL AND j.number <= upto
            AND j.number > coalesce((SELECT s.last_line FROM public.journal_seal s WHERE s.organization_id IS NULL
                ORDER BY s.number DESC LIMIT 1), 0)
            ORDER BY j.number LIMIT enough) first
    ) waits WHERE waits.lines >= enough OR waits.oldest <= since
$$;
"""
_CHAINS = """
CREATE OR REPLACE FUNCTION journal_chains() RETURNS TABLE (organization_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT o.id FROM public.organizations_organization o
    WHERE EXISTS (SELECT 1 FROM public.journal_seal s WHERE s.organization_id = o.id)
    UNION ALL
    SELECT NULL WHERE EXISTS (SELECT 1 FROM public.journal_seal s WHERE s.organization_id IS NULL)
$$;
"""
_ERASE = _retention._ERASE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
    "WHERE s.organization_id IS NOT DISTINCT FROM p.organization_id\n            AND s.number = p.seal",
    "WHERE s.number = p.seal\n            AND (s.organization_id = p.organization_id OR (p.organization_id IS NULL AND s.organization_id IS NULL))",
)
_NEW = "journal_waiting(bigint, integer, timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("journal", "0006_retention")]
    operations = [
        migrations.RunSQL("DROP FUNCTION journal_waiting(bigint)", _seals._WAITING),
        migrations.RunSQL(_WAITING, f"DROP FUNCTION {_NEW}"),
        for_the_application(_NEW),
        migrations.RunSQL(_CHAINS, _verified._CHAINS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
        migrations.RunSQL(_ERASE, _retention._ERASE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
