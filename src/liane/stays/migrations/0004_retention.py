"""The only way by which what was written about somebody is ever erased.

The function belongs to the owner of the tables and stands behind the wall by itself (the organisation of the transaction).
It erases nothing but the record that a `stays_destruction` of this organisation names: archived, followed by nobody, held by
no procedure. From the person and her record it follows every link of the database, whatever room it belongs to: there is
no list to forget. The journal is not touched: it has no link with anybody and a term of its own.
"""

from django.db import migrations

from liane.kit.rls import for_the_application
from liane.stays.migrations import FORMER

# A link is undone rather than followed: a relative who was also accompanied stays somebody’s relative.
_DESTROY = """
CREATE FUNCTION stays_destroy_record(destruction uuid, also jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    house uuid := NULLIF(current_setting('liane.organization', true), '')::uuid;
    d public.stays_destruction;
    link record; found_now integer; told jsonb := '{}'; contacts uuid[]; homes uuid[]; still boolean; more integer;
BEGIN
    SELECT * INTO d FROM public.stays_destruction x
    WHERE x.id = destruction AND x.organization_id = house AND x.carried_out_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such destruction' USING ERRCODE = 'insufficient_privilege'; END IF;
    PERFORM 1 FROM public.people_record r WHERE r.id = d.record_id AND r.organization_id = house
        AND r.person_id = d.person_id AND r.archived_at IS NOT NULL FOR UPDATE;
    IF NOT FOUND OR d.end_on > public.kit_today()
        OR EXISTS (SELECT 1 FROM public.people_recordunit u WHERE u.record_id = d.record_id AND (u.until IS NULL OR u.until > now()))
        OR EXISTS (SELECT 1 FROM public.journal_legalhold h WHERE h.organization_id = house AND h.lifted_at IS NULL
            AND (h.record_id IS NULL OR h.record_id = d.record_id))
    THEN RAISE EXCEPTION 'this record may not be destroyed' USING ERRCODE = 'insufficient_privilege'; END IF;
    PERFORM set_config('liane.destruction', destruction::text, true);

    SET CONSTRAINTS ALL DEFERRED;
    CREATE TEMP TABLE doomed (tbl text, id uuid, depth integer, PRIMARY KEY (tbl, id)) ON COMMIT DROP;
    INSERT INTO doomed VALUES ('people_person', d.person_id, 0), ('people_record', d.record_id, 0);
    -- The identities of the records that were joined to hers, and that only a ledger still names.
    WITH RECURSIVE joined AS (SELECT d.person_id AS id UNION
        SELECT r.source_person_id FROM public.people_regrouping r JOIN joined j ON j.id = r.target_person_id
        WHERE r.kind = 'JOIN' AND r.undone_at IS NULL AND r.organization_id = house)
    INSERT INTO doomed SELECT 'people_person', j.id, 0 FROM joined j
    WHERE NOT EXISTS (SELECT 1 FROM public.people_record o WHERE o.person_id = j.id) ON CONFLICT DO NOTHING;
    FOR link IN SELECT key AS tbl, value AS ids FROM jsonb_each(also) LOOP
        IF link.tbl LIKE 'journal%' OR NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attname = 'organization_id'
            AND a.attrelid = to_regclass('public.' || quote_ident(link.tbl)))
        THEN RAISE EXCEPTION '% is not erased with a record', link.tbl USING ERRCODE = 'insufficient_privilege'; END IF;
        EXECUTE format('INSERT INTO doomed SELECT %1$L, t.id, 0 FROM public.%1$I t WHERE t.organization_id = $1
            AND t.id IN (SELECT x::uuid FROM jsonb_array_elements_text($2) x) ON CONFLICT DO NOTHING', link.tbl)
        USING house, link.ids;
    END LOOP;
    FOR step IN 1..20 LOOP
        found_now := 0;
        FOR link IN SELECT DISTINCT t.relname AS target, c.relname AS tbl, a.attname AS col
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
            WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace AND a.attname <> 'organization_id'
                AND t.relname IN (SELECT DISTINCT x.tbl FROM doomed x WHERE x.depth = step - 1)
                AND (c.relname, a.attname) NOT IN (SELECT * FROM (VALUES ('people_contact', 'person_id')) u)
        LOOP
            EXECUTE format('INSERT INTO doomed SELECT %1$L, t.id, $1 FROM public.%1$I t JOIN doomed x ON x.id = t.%2$I
                WHERE x.tbl = $2 AND x.depth = $1 - 1 AND t.organization_id = $3 ON CONFLICT DO NOTHING', link.tbl, link.col)
            USING step, link.target, house;
            GET DIAGNOSTICS more = ROW_COUNT;
            found_now := found_now + more;
        END LOOP;
        EXIT WHEN found_now = 0;
    END LOOP;

    SELECT coalesce(array_agg(DISTINCT r.contact_id), '{}') INTO contacts
    FROM public.people_relative r JOIN doomed x ON x.tbl = 'people_relative' AND x.id = r.id;
    SELECT coalesce(array_agg(DISTINCT h.household_id), '{}') INTO homes
    FROM public.people_home h JOIN doomed x ON x.tbl = 'people_home' AND x.id = h.id;
    UPDATE public.stays_destruction SET files = (SELECT coalesce(jsonb_agg(DISTINCT f.digest), '[]')
        FROM public.documents_document o JOIN doomed x ON x.tbl = 'documents_document' AND x.id = o.id
        JOIN public.documents_storedfile f ON f.id = o.file_id) WHERE id = destruction;
    UPDATE public.people_contact SET person_id = NULL WHERE person_id = d.person_id AND organization_id = house;
    FOR link IN SELECT x.tbl, count(*) AS rows FROM doomed x GROUP BY 1 ORDER BY 1 LOOP
        EXECUTE format('DELETE FROM public.%1$I t USING doomed x WHERE x.tbl = %1$L AND x.id = t.id AND t.organization_id = $1', link.tbl)
        USING house;
        told := told || jsonb_build_object(link.tbl, link.rows);
    END LOOP;

    -- A household where nobody accompanied lives any more.
    homes := ARRAY(SELECT h FROM unnest(homes) h WHERE NOT EXISTS (SELECT 1 FROM public.people_home o WHERE o.household_id = h));
    contacts := contacts || ARRAY(SELECT DISTINCT m.contact_id FROM public.people_householdmember m WHERE m.household_id = ANY (homes));
    DELETE FROM public.people_householdmember m WHERE m.household_id = ANY (homes) AND m.organization_id = house;
    DELETE FROM public.people_household o WHERE o.id = ANY (homes) AND o.organization_id = house;
    IF cardinality(homes) > 0 THEN told := told || jsonb_build_object('people_household', cardinality(homes)); END IF;

    -- Somebody who counted for her alone, and is nowhere else in the house.
    found_now := 0;
    FOR i IN 1..coalesce(array_length(contacts, 1), 0) LOOP
        still := EXISTS (SELECT 1 FROM public.people_contact c WHERE c.id = contacts[i] AND (c.kind <> 'PERSON' OR c.person_id IS NOT NULL));
        FOR link IN SELECT DISTINCT c.relname AS tbl, a.attname AS col FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
            WHERE k.contype = 'f' AND k.confrelid = 'public.people_contact'::regclass AND a.attname <> 'organization_id'
        LOOP
            EXIT WHEN still;
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I t WHERE t.%I = $1)', link.tbl, link.col) INTO still USING contacts[i];
        END LOOP;
        IF NOT still THEN
            DELETE FROM public.people_contact c WHERE c.id = contacts[i] AND c.organization_id = house;
            found_now := found_now + 1;
        END IF;
    END LOOP;
    IF found_now > 0 THEN told := told || jsonb_build_object('people_contact', found_now); END IF;

    DELETE FROM public.kit_saveddraft s WHERE s.organization_id = house
        AND (s.address LIKE '%' || d.record_id || '%' OR s.page LIKE '%' || d.record_id || '%');
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    UPDATE public.stays_destruction SET counts = told, carried_out_at = now() WHERE id = destruction;
    DROP TABLE doomed;
    PERFORM set_config('liane.destruction', '', true);
END $$;
"""
_NAME = "stays_destroy_record(uuid, jsonb)"


class Migration(migrations.Migration):
    replaces = FORMER
    dependencies = [("stays", "0003_places"), ("documents", "0002_wall"), ("kit", "0003_today")]
    operations = [migrations.RunSQL(_DESTROY, f"DROP FUNCTION {_NAME}"), for_the_application(_NAME)]
