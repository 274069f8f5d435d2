"""The only way by which a line written about somebody may pass to another record: two records of one person, joined or parted.

The functions belong to the owner of the tables. They stand behind the wall by themselves (the organisation of the
transaction), move nothing but what a `people_regrouping` of this organisation names, between its two records, and write
each line that moved. The database finds by itself which column points at a record, a person or a stay: no list to forget.
The line set aside may be the one of the record that is kept: of two stays that say the same, the longer one stays; what
hangs on a stay set aside and cannot hang twice on the one kept (its place, an absence not over) is set aside with it.
"""

from django.db import migrations

from liane.kit.rls import for_the_application
from liane.people.migrations import FORMER

_POINTS_AT = """
CREATE FUNCTION people_points_at(tbl text, col text, target text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
        WHERE k.contype = 'f' AND c.relname = tbl AND c.relnamespace = 'public'::regnamespace
            AND t.relname = target AND t.relnamespace = 'public'::regnamespace AND a.attname = col
            AND col <> 'organization_id')
$$;
"""
_MOVE = """
CREATE FUNCTION people_move_lines(regrouping uuid, tbl text, col text, lines uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    house uuid := NULLIF(current_setting('liane.organization', true), '')::uuid;
    r public.people_regrouping;
    here uuid; there uuid; moved integer;
BEGIN
    SELECT * INTO r FROM public.people_regrouping x
    WHERE x.id = regrouping AND x.organization_id = house AND x.undone_at IS NULL;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such regrouping' USING ERRCODE = 'insufficient_privilege'; END IF;
    IF public.people_points_at(tbl, col, 'people_record') THEN
        here := r.source_id; there := r.target_id;
    ELSIF public.people_points_at(tbl, col, 'people_person') AND tbl <> 'people_record' THEN
        here := r.source_person_id; there := r.target_person_id;
    ELSE
        RAISE EXCEPTION '%.% follows no record', tbl, col USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('liane.regrouping', regrouping::text, true);
    EXECUTE format('WITH moved AS (UPDATE public.%1$I SET %2$I = $2 WHERE %2$I = $1 AND organization_id = $3
            AND ($4 IS NULL OR id = ANY ($4)) RETURNING id)
        INSERT INTO public.people_movedline
            (id, organization_id, regrouping_id, table_name, column_name, line_id, before, after)
        SELECT gen_random_uuid(), $3, $5, %1$L, %2$L, m.id, $1, $2 FROM moved m', tbl, col)
    USING here, there, house, lines, regrouping;
    GET DIAGNOSTICS moved = ROW_COUNT;
    PERFORM set_config('liane.regrouping', '', true);
    RETURN moved;
END $$;
"""
_SET_ASIDE = """
CREATE FUNCTION people_set_aside(regrouping uuid, tbl text, gone uuid, kept uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    house uuid := NULLIF(current_setting('liane.organization', true), '')::uuid;
    r public.people_regrouping;
    link record; one record; told jsonb;
BEGIN
    SELECT * INTO r FROM public.people_regrouping x
    WHERE x.id = regrouping AND x.organization_id = house AND x.undone_at IS NULL AND x.kind = 'JOIN';
    IF NOT FOUND THEN RAISE EXCEPTION 'no such regrouping' USING ERRCODE = 'insufficient_privilege'; END IF;
    IF tbl = 'people_record' THEN
        IF gone <> r.source_id THEN RAISE EXCEPTION 'another record' USING ERRCODE = 'insufficient_privilege'; END IF;
    ELSIF NOT public.people_points_at(tbl, 'record_id', 'people_record') THEN
        RAISE EXCEPTION '% follows no record', tbl USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('liane.regrouping', regrouping::text, true);
    IF tbl <> 'people_record' THEN
        EXECUTE format('SELECT to_jsonb(t) FROM public.%I t WHERE t.id = $1 AND t.record_id = ANY ($2) AND t.organization_id = $3', tbl)
        INTO told USING gone, ARRAY[r.source_id, r.target_id], house;
        FOR link IN SELECT DISTINCT c.relname, a.attname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
            JOIN pg_class t ON t.oid = k.confrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
            WHERE k.contype = 'f' AND t.relname = tbl AND t.relnamespace = 'public'::regnamespace
                AND a.attname <> 'organization_id'
        LOOP
            FOR one IN EXECUTE format('SELECT t.id, to_jsonb(t) AS told FROM public.%I t WHERE %I = $1 AND organization_id = $2',
                link.relname, link.attname) USING gone, house
            LOOP
                BEGIN
                    EXECUTE format('UPDATE public.%I SET %I = $1 WHERE id = $2', link.relname, link.attname) USING kept, one.id;
                    INSERT INTO public.people_movedline
                        (id, organization_id, regrouping_id, table_name, column_name, line_id, before, after)
                    VALUES (gen_random_uuid(), house, regrouping, link.relname, link.attname, one.id, gone, kept);
                EXCEPTION WHEN unique_violation OR exclusion_violation THEN
                    INSERT INTO public.people_movedline
                        (id, organization_id, regrouping_id, table_name, column_name, line_id, before, after, set_aside)
                    VALUES (gen_random_uuid(), house, regrouping, link.relname, 'id', one.id, gone, kept, one.told);
                    EXECUTE format('DELETE FROM public.%I WHERE id = $1', link.relname) USING one.id;
                END;
            END LOOP;
        END LOOP;
    ELSE
        SELECT to_jsonb(t) INTO told FROM public.people_record t WHERE t.id = gone AND t.organization_id = house;
    END IF;
    IF told IS NULL THEN RAISE EXCEPTION 'no such line' USING ERRCODE = 'insufficient_privilege'; END IF;
    INSERT INTO public.people_movedline
        (id, organization_id, regrouping_id, table_name, column_name, line_id, before, after, set_aside)
    VALUES (gen_random_uuid(), house, regrouping, tbl, 'id', gone, gone, kept, told);
    EXECUTE format('DELETE FROM public.%I WHERE id = $1', tbl) USING gone;
    PERFORM set_config('liane.regrouping', '', true);
END $$;
"""
_BACK = """
CREATE FUNCTION people_move_back(regrouping uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    house uuid := NULLIF(current_setting('liane.organization', true), '')::uuid;
    r public.people_regrouping;
    link record; aside record; moved integer; all_moved integer := 0;
BEGIN
    SELECT * INTO r FROM public.people_regrouping x
    WHERE x.id = regrouping AND x.organization_id = house AND x.undone_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such regrouping' USING ERRCODE = 'insufficient_privilege'; END IF;
    PERFORM set_config('liane.regrouping', regrouping::text, true);
    FOR link IN SELECT DISTINCT m.table_name, m.column_name FROM public.people_movedline m
        WHERE m.regrouping_id = regrouping AND m.set_aside IS NULL
    LOOP
        EXECUTE format('UPDATE public.%1$I t SET %2$I = m.before FROM public.people_movedline m
            WHERE m.regrouping_id = $1 AND m.set_aside IS NULL AND m.table_name = %1$L AND m.column_name = %2$L
                AND t.id = m.line_id AND t.%2$I = m.after AND t.organization_id = $2', link.table_name, link.column_name)
        USING regrouping, house;
        GET DIAGNOSTICS moved = ROW_COUNT;
        all_moved := all_moved + moved;
    END LOOP;
    FOR aside IN SELECT m.table_name, m.set_aside FROM public.people_movedline m
        WHERE m.regrouping_id = regrouping AND m.set_aside IS NOT NULL ORDER BY m.table_name <> 'people_record'
    LOOP
        EXECUTE format('INSERT INTO public.%1$I SELECT * FROM jsonb_populate_record(NULL::public.%1$I, $1)', aside.table_name)
        USING aside.set_aside;
    END LOOP;
    PERFORM set_config('liane.regrouping', '', true);
    RETURN all_moved;
END $$;
"""
_FUNCTIONS = {
    "people_move_lines(uuid, text, text, uuid[])": _MOVE,
    "people_set_aside(uuid, text, uuid, uuid)": _SET_ASIDE,
    "people_move_back(uuid)": _BACK,
}


class Migration(migrations.Migration):
    replaces = FORMER
    dependencies = [("people", "0003_found")]
    operations = [
        migrations.RunSQL(_POINTS_AT, "DROP FUNCTION people_points_at(text, text, text)"),
        *(migrations.RunSQL(body, f"DROP FUNCTION {name}") for name, body in _FUNCTIONS.items()),
        for_the_application(*_FUNCTIONS),
    ]
