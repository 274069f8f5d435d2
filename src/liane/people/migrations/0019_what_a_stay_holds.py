"""What hangs on a stay set aside and cannot hang twice on the one kept (its place, an absence not over) is set aside with it."""

from importlib import import_module

from django.db import migrations

_before = import_module("liane.people.migrations.0015_either_aside")._FUNCTION
_HEAD, _REST = _before.split("        LOOP\n", 1)
_TAIL = _REST.split("        END LOOP;\n", 1)[1]
_FUNCTION = f"""{_HEAD}        LOOP
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
{_TAIL}""".replace("link record; told jsonb;", "link record; one record; told jsonb;")  # noqa: S608 - no input in the text


class Migration(migrations.Migration):
    dependencies = [("people", "0018_household")]
    operations = [migrations.RunSQL(_FUNCTION, _before)]
