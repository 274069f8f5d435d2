"""The second wall of the certificates, and the only way by which a request for admission disappears: its term.

The function belongs to the owner of the tables and stands behind the wall by itself (the organisation of the transaction).
It erases nothing but the requests that a `stays_requesterasure` of this organisation names, all of whose facilities closed
them for longer than they are kept, and that no procedure holds. What is written about them stays written otherwise
(`rls.append_only`). The tables are named one by one: a link of another room would refuse the erasure rather than follow it.
"""

from django.db import migrations

from liane.kit.rls import for_the_application
from liane.stays.migrations import FORMER

_ERASE = """
CREATE FUNCTION stays_erase_requests(erasure uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    house uuid := NULLIF(current_setting('liane.organization', true), '')::uuid;
    e public.stays_requesterasure; asked uuid[]; wished uuid[]; tbl text; more integer; told jsonb := '{}';
BEGIN
    SELECT * INTO e FROM public.stays_requesterasure x
    WHERE x.id = erasure AND x.organization_id = house AND x.carried_out_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such erasure' USING ERRCODE = 'insufficient_privilege'; END IF;
    asked := ARRAY(SELECT DISTINCT x::uuid FROM jsonb_array_elements_text(e.requests) x);
    PERFORM 1 FROM public.stays_referral r WHERE r.id = ANY (asked) AND r.organization_id = house ORDER BY r.id FOR UPDATE;
    GET DIAGNOSTICS more = ROW_COUNT;
    PERFORM 1 FROM public.stays_wish w WHERE w.referral_id = ANY (asked) ORDER BY w.id FOR UPDATE;
    IF more = 0 OR more <> cardinality(asked)
        OR EXISTS (SELECT 1 FROM unnest(asked) a(id) WHERE NOT EXISTS (SELECT 1 FROM public.stays_wish w WHERE w.referral_id = a.id))
        OR EXISTS (SELECT 1 FROM public.stays_wish w WHERE w.referral_id = ANY (asked) AND (w.keep_until IS NULL
            OR w.keep_until >= public.kit_today() OR w.stay_id IS NOT NULL OR w.state NOT IN ('REFUSED', 'WITHDRAWN', 'NO_ANSWER')))
        OR EXISTS (SELECT 1 FROM public.journal_legalhold h WHERE h.organization_id = house AND h.lifted_at IS NULL
            AND (h.record_id IS NULL OR h.record_id IN (SELECT r.record_id FROM public.stays_referral r WHERE r.id = ANY (asked))))
    THEN RAISE EXCEPTION 'these requests may not be erased' USING ERRCODE = 'insufficient_privilege'; END IF;
    wished := ARRAY(SELECT w.id FROM public.stays_wish w WHERE w.referral_id = ANY (asked));
    PERFORM set_config('liane.destruction', erasure::text, true);
    FOREACH tbl IN ARRAY ARRAY['stays_opinion', 'stays_wishmove', 'stays_admissiontask'] LOOP
        EXECUTE format('DELETE FROM public.%I t WHERE t.wish_id = ANY ($1) AND t.organization_id = $2', tbl) USING wished, house;
        GET DIAGNOSTICS more = ROW_COUNT;
        IF more > 0 THEN told := told || jsonb_build_object(tbl, more); END IF;
    END LOOP;
    FOREACH tbl IN ARRAY ARRAY['stays_notice', 'stays_wish'] LOOP
        EXECUTE format('DELETE FROM public.%I t WHERE t.referral_id = ANY ($1) AND t.organization_id = $2', tbl) USING asked, house;
        GET DIAGNOSTICS more = ROW_COUNT;
        IF more > 0 THEN told := told || jsonb_build_object(tbl, more); END IF;
    END LOOP;
    DELETE FROM public.stays_referral r WHERE r.id = ANY (asked) AND r.organization_id = house;
    GET DIAGNOSTICS more = ROW_COUNT;
    told := told || jsonb_build_object('stays_referral', more);
    DELETE FROM public.kit_saveddraft s USING unnest(asked) a(id) WHERE s.organization_id = house
        AND (s.address LIKE '%' || a.id || '%' OR s.page LIKE '%' || a.id || '%');
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    UPDATE public.stays_requesterasure SET counts = told, carried_out_at = now() WHERE id = erasure;
    PERFORM set_config('liane.destruction', '', true);
END $$;
"""


class Migration(migrations.Migration):
    replaces = FORMER
    dependencies = [("stays", "0005_rights_of_an_import")]
    operations = [
        migrations.RunSQL(_ERASE, "DROP FUNCTION stays_erase_requests(uuid)"),
        for_the_application("stays_erase_requests(uuid)"),
    ]
