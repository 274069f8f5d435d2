"""Counting tries and gestures in one question; the words by which somebody is known, asked above the wall.

Tries that arrive at once are looked at in turn: the clock is read when one’s turn comes, not when one starts to wait.
"""

from django.db import migrations

from liane.kit.rls import for_the_application
from liane.professionals.migrations import FORMER

_ATTEMPT = """
CREATE FUNCTION professionals_attempt(digest text) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    t public.professionals_tries;
    moment timestamptz := clock_timestamp();
    n integer := 0;
    pause integer := 0;
BEGIN
    INSERT INTO public.professionals_tries (key, value, nonce, expires_at)
        VALUES (digest, '{"n": 0, "until": 0}', gen_random_uuid(), moment) ON CONFLICT (key) DO NOTHING;
    SELECT * INTO t FROM public.professionals_tries x WHERE x.key = digest FOR UPDATE;
    moment := clock_timestamp();
    IF t.expires_at > moment THEN
        IF (t.value->>'until')::double precision > extract(epoch FROM moment) THEN
            RETURN ceil((t.value->>'until')::double precision - extract(epoch FROM moment));
        END IF;
        n := (t.value->>'n')::integer;
    END IF;
    n := n + 1;
    IF n >= 5 THEN pause := least(30 * 2 ^ least(n - 5, 10), 900); END IF;
    UPDATE public.professionals_tries x SET expires_at = moment + make_interval(secs => pause + 900),
        value = jsonb_build_object('n', n, 'until', extract(epoch FROM moment) + pause) WHERE x.key = digest;
    RETURN 0;
END $$;
"""
_WITHIN = """
CREATE FUNCTION professionals_within(digest text, amount integer, seconds integer) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    t public.professionals_tries;
    moment timestamptz := clock_timestamp();
BEGIN
    INSERT INTO public.professionals_tries AS known (key, value, nonce, expires_at)
        VALUES (digest, '1', gen_random_uuid(), moment + make_interval(secs => seconds))
        ON CONFLICT (key) DO UPDATE SET
            value = CASE WHEN known.expires_at <= moment THEN '1'::jsonb
                ELSE to_jsonb(least((known.value #>> '{}')::integer, amount) + 1) END,
            expires_at = CASE WHEN known.expires_at <= moment THEN excluded.expires_at ELSE known.expires_at END
        RETURNING * INTO t;
    IF (t.value #>> '{}')::integer <= amount THEN RETURN 0; END IF;
    RETURN greatest(1, ceil(extract(epoch FROM t.expires_at - moment)));
END $$;
"""
_WORDS = """
CREATE FUNCTION professionals_words_of(account uuid) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT p.first_name || ' ' || p.last_name || ' ' || o.name
    FROM public.professionals_practitioner p
    JOIN public.organizations_organization o ON o.id = p.organization_id WHERE p.account_id = account
    UNION SELECT coalesce(f.name, '') || ' ' || coalesce(u.name, '')
    FROM public.professionals_practitioner p
    JOIN public.professionals_practitionerrole post ON post.practitioner_id = p.id
    LEFT JOIN public.organizations_unit u ON u.id = post.unit_id
    LEFT JOIN public.organizations_facility f ON f.id = coalesce(post.facility_id, u.facility_id)
    WHERE p.account_id = account
$$;
"""
_FUNCTIONS = {
    "professionals_attempt(text)": _ATTEMPT,
    "professionals_within(text, integer, integer)": _WITHIN,
    "professionals_words_of(uuid)": _WORDS,
}


class Migration(migrations.Migration):
    replaces = FORMER
    dependencies = [("professionals", "0002_wall")]
    operations = [
        *(migrations.RunSQL(body, f"DROP FUNCTION {name}") for name, body in _FUNCTIONS.items()),
        for_the_application(*_FUNCTIONS),
    ]
