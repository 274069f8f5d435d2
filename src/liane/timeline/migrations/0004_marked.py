"""Who reads a line is in its words: unit and part, author, month. A search inside a unit then uses one index, whatever the
age of the house (performance §5: the text alone costs forty milliseconds at two million writings).

A trigger keeps the marks, so that no writing, correction or loading can forget them. The function that searches stands above the wall, as `timeline_found`: it keeps to the
organisation of the transaction, to what the reader may read and to the records she may open, and answers keys only.
"""

from django.db import migrations

from liane.kit.rls import for_the_application

_MARKS = """
CREATE FUNCTION timeline_marks(unit uuid, shared uuid[], volet text, author uuid, happened timestamptz) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ARRAY(SELECT 'in:' || replace(u::text, '-', '') || ':' || volet FROM unnest(array_prepend(unit, shared)) u)
        || ARRAY['by:' || replace(author::text, '-', ''), 'on:' || (extract(year FROM happened AT TIME ZONE 'UTC')::int * 100
            + extract(month FROM happened AT TIME ZONE 'UTC')::int)]
$$;
CREATE FUNCTION timeline_marked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        NEW.words := ts_delete(NEW.words, public.timeline_marks(
            OLD.unit_id, OLD.shared_unit_ids, OLD.volet, OLD.author_id, OLD.happened_at));
    END IF;
    NEW.words := coalesce(NEW.words, ''::tsvector) || array_to_tsvector(public.timeline_marks(
        NEW.unit_id, NEW.shared_unit_ids, NEW.volet, NEW.author_id, NEW.happened_at));
    RETURN NEW;
END $$;
CREATE TRIGGER marked BEFORE INSERT OR UPDATE OF words, unit_id, shared_unit_ids, volet, author_id, happened_at
    ON timeline_entry FOR EACH ROW EXECUTE FUNCTION timeline_marked();
"""
_NO_MARKS = """
DROP TRIGGER marked ON timeline_entry; DROP FUNCTION timeline_marked();
DROP FUNCTION timeline_marks(uuid, uuid[], text, uuid, timestamptz);
"""
_FOLDED = """
CREATE FUNCTION timeline_folded(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT trim(regexp_replace(translate(replace(replace(lower(said), 'œ', 'oe'), 'æ', 'ae'),
        'àâäáãçéèêëíîïìóôöòõúùûüÿñ', 'aaaaaceeeeiiiiooooouuuuyn'), '[^a-z0-9]+', ' ', 'g'))
$$;
"""
_SEARCHED = """
CREATE FUNCTION timeline_searched(
    whole tsquery, begun tsquery, filters tsquery, scope tsquery, reader uuid, readable text[], holding uuid[],
    inside uuid[], about text, since timestamptz, before_at timestamptz, before_id uuid, most integer,
    OUT keys uuid[], OUT is_begun boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    house uuid := NULLIF(current_setting('liane.organization', true), '')::uuid;
    month timestamp := date_trunc('month', coalesce(before_at, now()) AT TIME ZONE 'UTC');
    lows timestamptz[] := ARRAY[(month - interval '1 month') AT TIME ZONE 'UTC',
        (month - interval '13 months') AT TIME ZONE 'UTC', '-infinity'];
    high timestamptz;
    words tsquery;
    wanted tsquery;
    near tsquery;
    more uuid[];
BEGIN
    keys := '{}';
    is_begun := false;
    FOREACH words IN ARRAY ARRAY[whole, begun] LOOP
        wanted := CASE WHEN words IS NULL THEN filters WHEN filters IS NULL THEN words ELSE words && filters END;
        IF wanted IS NULL OR numnode(wanted) = 0 THEN RETURN; END IF;
        wanted := CASE WHEN scope IS NULL THEN wanted ELSE wanted && scope END;
        is_begun := words IS NOT DISTINCT FROM begun AND begun IS NOT NULL;
        keys := '{}';
        high := 'infinity';
        -- The last two months first, then (for who reads the whole house) a year, then all: a frequent word costs little.
        FOR step IN 1..3 LOOP
            CONTINUE WHEN step = 2 AND scope IS NOT NULL;
            SELECT string_agg('''on:' || to_char(m, 'YYYYMM') || '''', '|')::tsquery INTO near
            FROM generate_series(month - interval '1 month' * (ARRAY[1, 13])[step],
                month + interval '1 month' * (ARRAY[1, -2])[step], interval '1 month') m;
            near := CASE WHEN near IS NULL THEN wanted ELSE wanted && near END;
            SELECT array_agg(e.id) INTO more FROM (
                SELECT e.id FROM public.timeline_entry e
                WHERE e.words @@ near AND e.organization_id = house
                    AND e.happened_at >= lows[step] AND e.happened_at < high AND e.happened_at >= since
                    AND (before_at IS NULL OR (e.happened_at, e.id) < (before_at, before_id))
                    AND (e.author_id = reader
                        OR 'in:' || replace(e.unit_id::text, '-', '') || ':' || e.volet = ANY (readable)
                        OR cardinality(e.shared_unit_ids) > 0 AND public.timeline_marks(
                            e.unit_id, e.shared_unit_ids, e.volet, e.author_id, e.happened_at) && readable)
                    AND (inside IS NULL OR e.unit_id = ANY (inside) OR e.shared_unit_ids && inside)
                    AND (about = '' OR public.timeline_folded(split_part(e.title, ' : ', 1)) LIKE about || '%')
                    AND EXISTS (SELECT 1 FROM public.people_recordunit x WHERE x.record_id = e.record_id
                        AND x.unit_id = ANY (holding) AND (x.until IS NULL OR x.until > now()))
                ORDER BY e.happened_at DESC, e.id DESC LIMIT most - cardinality(keys)) e;
            keys := keys || coalesce(more, '{}');
            high := lows[step];
            EXIT WHEN cardinality(keys) >= most OR since >= high;
        END LOOP;
        -- A word that is only begun is looked for when no writing holds it whole: a beginning reads many words.
        IF cardinality(keys) > 0 OR begun IS NULL THEN RETURN; END IF;
    END LOOP;
END $$;
"""
_SIGNATURE = (
    "timeline_searched(tsquery, tsquery, tsquery, tsquery, uuid, text[], uuid[], uuid[], text, timestamptz, timestamptz,"
    " uuid, integer)"
)


class Migration(migrations.Migration):
    # Houses that tried an earlier state of this version have all of these already.
    replaces = [
        ("timeline", "0004_found"),
        ("timeline", "0005_fewer_indexes"),
        ("timeline", "0006_marked"),
        ("timeline", "0007_mark_former"),
        ("timeline", "0008_spaces"),
    ]
    dependencies = [("timeline", "0003_words")]
    operations = [
        migrations.RunSQL(_MARKS, _NO_MARKS),
        migrations.RunSQL(_FOLDED, "DROP FUNCTION timeline_folded(text)"),
        migrations.RunSQL(_SEARCHED, f"DROP FUNCTION {_SIGNATURE}"),
        for_the_application(_SIGNATURE),
    ]
