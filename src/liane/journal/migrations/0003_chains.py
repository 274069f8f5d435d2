"""Which chains there are and which wait, answered by indexes alone; and the only way by which a line may leave the journal.

The wall of one organisation cannot see what waits in the others: these functions stand above it, and no content comes out.
"""

from django.db import migrations

from liane.kit.rls import for_the_application

# A small batch waits for a few minutes.
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
CREATE FUNCTION journal_chains() RETURNS TABLE (organization_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT o.id FROM public.organizations_organization o
    WHERE EXISTS (SELECT 1 FROM public.journal_seal s WHERE s.organization_id = o.id)
    UNION ALL
    SELECT NULL WHERE EXISTS (SELECT 1 FROM public.journal_seal s WHERE s.organization_id IS NULL)
$$;
"""
# The trigger lets a line go only inside journal_erase, which itself refuses what is younger than six months, what is not
# sealed and what a hold keeps, whoever asks.
_STAYS = """
CREATE OR REPLACE FUNCTION journal_journalentry_stays_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('liane.erasing', true) = 'certified' THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'append_only: % on journal_journalentry is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""
_ERASE = """
CREATE FUNCTION journal_erase(certificate uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    p public.journal_purge;
    here uuid := NULLIF(current_setting('liane.organization', true), '')::uuid;
    erased bigint;
BEGIN
    SELECT * INTO p FROM public.journal_purge x WHERE x.id = certificate
        AND coalesce(x.organization_id, '00000000-0000-0000-0000-000000000000') = here;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such certificate'; END IF;
    PERFORM set_config('liane.erasing', 'certified', true);
    DELETE FROM public.journal_journalentry j
    WHERE (j.organization_id = p.organization_id OR (p.organization_id IS NULL AND j.organization_id IS NULL))
        AND j.number = ANY (p.numbers) AND j.at < now() - interval '175 days'
        AND EXISTS (SELECT 1 FROM public.journal_seal s WHERE s.number = p.seal
            AND (s.organization_id = p.organization_id OR (p.organization_id IS NULL AND s.organization_id IS NULL)) AND j.number BETWEEN s.first_line AND s.last_line)
        AND NOT EXISTS (SELECT 1 FROM public.journal_legalhold h WHERE h.organization_id = j.organization_id
            AND h.lifted_at IS NULL AND (h.record_id IS NULL OR h.record_id = j.record_id));
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM set_config('liane.erasing', '', true);
    IF erased <> p.lines THEN RAISE EXCEPTION 'the certificate names % lines, % may go', p.lines, erased; END IF;
END $$;
"""
_FUNCTIONS = {
    "journal_waiting(bigint, integer, timestamptz)": _WAITING,
    "journal_chains()": _CHAINS,
    "journal_erase(uuid)": _ERASE,
}


class Migration(migrations.Migration):
    # Houses that tried an earlier state of this version have all of these already.
    replaces = [
        ("journal", "0003_numbered"),
        ("journal", "0004_seals"),
        ("journal", "0005_verified"),
        ("journal", "0006_retention"),
        ("journal", "0007_waiting"),
    ]
    dependencies = [("journal", "0002_append_only"), ("organizations", "0001_initial")]
    operations = [
        *(migrations.RunSQL(body, f"DROP FUNCTION {name}") for name, body in _FUNCTIONS.items()),
        for_the_application(*_FUNCTIONS),
        migrations.RunSQL(_STAYS, migrations.RunSQL.noop),
    ]
