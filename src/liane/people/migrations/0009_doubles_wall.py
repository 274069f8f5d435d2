"""The wall of the doubles, and the only way by which a line written about somebody may pass to another record.

The functions belong to the owner of the tables. They stand behind the wall by themselves (the organisation of the
transaction), move nothing but what a `people_regrouping` of this organisation names, between its two records, and write
each line that moved. The database finds by itself which column points at a record, a person or a stay: no list to forget.
"""

from django.db import migrations

from liane.kit.rls import PASSES, append_only, for_the_application, one_house, protect, same_organization

_HOUSE = "NULLIF(current_setting('liane.organization', true), '')::uuid"
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
_MOVE = f"""
CREATE FUNCTION people_move_lines(regrouping uuid, tbl text, col text, lines uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    house uuid := {_HOUSE};
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
"""  # noqa: S608 - no input in the text
_ABSORB = f"""
CREATE FUNCTION people_set_aside(regrouping uuid, tbl text, gone uuid, kept uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    house uuid := {_HOUSE};
    r public.people_regrouping;
    link record; told jsonb;
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
        EXECUTE format('SELECT to_jsonb(t) FROM public.%I t WHERE t.id = $1 AND t.record_id = $2 AND t.organization_id = $3', tbl)
        INTO told USING gone, r.source_id, house;
        FOR link IN SELECT DISTINCT c.relname, a.attname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
            JOIN pg_class t ON t.oid = k.confrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
            WHERE k.contype = 'f' AND t.relname = tbl AND t.relnamespace = 'public'::regnamespace
                AND a.attname <> 'organization_id'
        LOOP
            EXECUTE format('WITH moved AS (UPDATE public.%1$I SET %2$I = $2 WHERE %2$I = $1 AND organization_id = $3 RETURNING id)
                INSERT INTO public.people_movedline
                    (id, organization_id, regrouping_id, table_name, column_name, line_id, before, after)
                SELECT gen_random_uuid(), $3, $4, %1$L, %2$L, m.id, $1, $2 FROM moved m', link.relname, link.attname)
            USING gone, kept, house, regrouping;
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
"""  # noqa: S608
_BACK = f"""
CREATE FUNCTION people_move_back(regrouping uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    house uuid := {_HOUSE};
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
"""  # noqa: S608
# The tables that stay written already: their triggers learn the same exception (kit.rls.append_only).
_LEARN = f"""
DO $learn$
DECLARE f record;
BEGIN
    FOR f IN SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_trigger t ON t.tgfoid = p.oid
        JOIN pg_attribute a ON a.attrelid = t.tgrelid AND a.attname = 'record_id' AND NOT a.attisdropped
        WHERE t.tgname = 'stays_written' AND p.pronamespace = 'public'::regnamespace
            AND p.proname <> 'journal_journalentry_stays_written' AND p.prosrc NOT LIKE '%liane.regrouping%'
    LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS %L', f.proname,
            regexp_replace(f.prosrc, 'BEGIN', 'BEGIN ' || $passes${PASSES}$passes$));
    END LOOP;
END $learn$;
"""  # noqa: S608
_LINKS = (
    ("people_double", "first_id", "people_person"), ("people_double", "second_id", "people_person"),
    ("people_regrouping", "source_person_id", "people_person"), ("people_regrouping", "target_person_id", "people_person"),
    ("people_movedline", "regrouping_id", "people_regrouping"),
)  # fmt: skip
_FUNCTIONS = (
    "people_move_lines(uuid, text, text, uuid[])", "people_set_aside(uuid, text, uuid, uuid)", "people_move_back(uuid)",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("people", "0008_doubles")]
    operations = [
        *(protect(f"people_{table}") for table in ("double", "regrouping", "movedline")),
        one_house("people_regrouping"),
        *(same_organization(*link) for link in _LINKS),
        append_only("people_regrouping", but=("undone_at", "undone_by", "undone_reason")),
        append_only("people_movedline"),
        migrations.RunSQL(_LEARN, migrations.RunSQL.noop),
        migrations.RunSQL(_POINTS_AT, "DROP FUNCTION people_points_at(text, text, text)"),
        migrations.RunSQL(_MOVE, f"DROP FUNCTION {_FUNCTIONS[0]}"),
        migrations.RunSQL(_ABSORB, f"DROP FUNCTION {_FUNCTIONS[1]}"),
        migrations.RunSQL(_BACK, f"DROP FUNCTION {_FUNCTIONS[2]}"),
        for_the_application(*_FUNCTIONS),
    ]
