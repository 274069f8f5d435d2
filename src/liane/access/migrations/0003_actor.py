"""The first query of every page: who is it, with which posts and exceptions at this moment; and the second wall goes up.

Whoever administers the instance never becomes a professional, whatever posts her account was given. A session last seen in
the future is over: the clock of the machine ran ahead and was set right, it must not stay open for as long.
"""

from django.db import migrations

from liane.kit.rls import for_the_application

# Outside of `access_actor`, which works as the owner, these two are read behind the wall, like any row.
_GRANTS = """
CREATE FUNCTION access_grants(who uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(to_jsonb(g) ORDER BY g.code), '[]'::jsonb) FROM (
            SELECT r.code, r.short AS label, r.rights, r.reads, r.writes, array_agg(DISTINCT u.id) AS units,
                CASE WHEN bool_or(post.ends_at IS NULL) THEN NULL ELSE max(post.ends_at) END AS until
            FROM public.professionals_practitionerrole post
            JOIN public.access_role r ON r.organization_id = post.organization_id AND r.code = post.role_code
            -- A post in the whole organisme does not open a discreet facility: it must be named (CSP L3411-7).
            LEFT JOIN public.organizations_unit u ON u.organization_id = post.organization_id
                AND (post.unit_id = u.id OR (post.unit_id IS NULL AND post.facility_id = u.facility_id)
                     OR (post.unit_id IS NULL AND post.facility_id IS NULL AND NOT (
                        cardinality(r.reads) > 0 AND EXISTS (SELECT 1 FROM public.organizations_facility d
                            WHERE d.id = u.facility_id AND d.is_discreet))))
            WHERE post.practitioner_id = who AND post.starts_at <= now()
                AND (post.ends_at IS NULL OR post.ends_at > now())
            GROUP BY r.id) g);
END $$;
"""
_EMERGENCIES = """
CREATE FUNCTION access_emergencies(who uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'record', e.record_id, 'units', e.unit_ids,
            'reason', e.reason, 'ends_at', e.ends_at) ORDER BY e.ends_at DESC), '[]'::jsonb)
        FROM public.access_emergency e
        WHERE e.practitioner_id = who AND e.starts_at <= now() AND e.ends_at > now());
END $$;
"""
_ACTOR = """
CREATE FUNCTION access_actor(key text, idle interval, absolute interval)
RETURNS TABLE (session_data text, account jsonb, practitioner jsonb, grants jsonb, place jsonb, exceptions jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    s public.professionals_session;
    a public.professionals_account;
    p public.professionals_practitioner;
    chosen uuid;
    looked jsonb;
    to_review integer := 0;
BEGIN
    SELECT * INTO s FROM public.professionals_session x WHERE x.session_key = key AND x.expire_date > now();
    IF NOT FOUND OR s.seen_at < now() - idle OR s.seen_at > now() + interval '5 minutes' OR s.signed_in_at < now() - absolute THEN RETURN; END IF;
    session_data := s.session_data;
    IF s.account_id IS NULL THEN RETURN NEXT; RETURN; END IF;
    SELECT * INTO a FROM public.professionals_account x WHERE x.id = s.account_id AND x.is_active;
    IF NOT FOUND THEN RETURN; END IF;
    -- The clock of the session is housekeeping: at most once a minute, never content.
    IF s.seen_at < now() - interval '1 minute' THEN
        UPDATE public.professionals_session x SET seen_at = now() WHERE x.session_key = key;
    END IF;
    account := jsonb_build_object('id', a.id, 'login', a.login, 'email', a.email, 'is_instance_admin', a.is_instance_admin);
    IF a.is_instance_admin THEN RETURN NEXT; RETURN; END IF;
    SELECT * INTO p FROM public.professionals_practitioner x WHERE x.account_id = a.id
        ORDER BY EXISTS (SELECT 1 FROM public.professionals_practitionerrole post WHERE post.practitioner_id = x.id
                AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now())) DESC,
            (x.organization_id IS NOT DISTINCT FROM s.organization_id) DESC,
            (SELECT o.name FROM public.organizations_organization o WHERE o.id = x.organization_id), x.id LIMIT 1;
    IF FOUND THEN
        PERFORM set_config('liane.organization', p.organization_id::text, true);
        practitioner := (SELECT jsonb_build_object('id', p.id, 'first_name', p.first_name, 'last_name', p.last_name,
            'profession', p.profession, 'organization_id', p.organization_id, 'organization', o.name)
            FROM public.organizations_organization o WHERE o.id = p.organization_id);
        grants := public.access_grants(p.id);
        SELECT jsonb_build_object('id', l.id, 'colleague', l.colleague_id, 'name', c.first_name || ' ' || c.last_name,
                'profession', c.profession, 'ends_at', l.ends_at, 'grants', public.access_grants(l.colleague_id))
            INTO looked FROM public.access_lookas l JOIN public.professionals_practitioner c ON c.id = l.colleague_id
            WHERE l.session_digest = encode(sha256(convert_to(key, 'UTF8')), 'hex') AND l.practitioner_id = p.id
                AND l.starts_at <= now() AND l.ends_at > now()
            ORDER BY l.ends_at DESC LIMIT 1;
        IF grants @? '$[*].rights[*] ? (@ == "emergency.review")' THEN
            SELECT count(*) INTO to_review FROM public.access_emergency e
                WHERE e.organization_id = p.organization_id AND e.reviewed_at IS NULL AND e.practitioner_id <> p.id
                AND e.unit_ids && ARRAY(SELECT (u #>> '{}')::uuid FROM jsonb_array_elements(grants) g,
                    jsonb_array_elements(g -> 'units') u WHERE g -> 'rights' ? 'emergency.review');
        END IF;
        exceptions := jsonb_build_object('emergencies', public.access_emergencies(p.id), 'to_review', to_review, 'look', looked);
        SELECT u.id INTO chosen FROM public.organizations_unit u JOIN public.organizations_facility f ON f.id = u.facility_id
            WHERE u.organization_id = p.organization_id
            AND u.id IN (SELECT (e #>> '{}')::uuid FROM jsonb_array_elements(coalesce(looked -> 'grants', grants)) g,
                jsonb_array_elements(g -> 'units') e)
            ORDER BY (u.id IS NOT DISTINCT FROM s.unit_id) DESC, f.rank, f.name, u.rank, u.name LIMIT 1;
        place := (SELECT jsonb_build_object('unit_id', u.id, 'unit', u.name, 'facility', f.name)
            FROM public.organizations_unit u JOIN public.organizations_facility f ON f.id = u.facility_id WHERE u.id = chosen);
    END IF;
    RETURN NEXT;
END $$;
"""
# Signing out, or a new password, is written in the journal of the organisme where it happened, not of the first by name.
_PRACTITIONER_OF = """
CREATE FUNCTION access_practitioner_of(account uuid, chosen uuid)
RETURNS TABLE (id uuid, organization_id uuid, name text, profession text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT p.id, p.organization_id, p.first_name || ' ' || p.last_name, p.profession
    FROM public.professionals_practitioner p JOIN public.organizations_organization o ON o.id = p.organization_id
    WHERE p.account_id = account
    ORDER BY (p.organization_id IS NOT DISTINCT FROM chosen) DESC,
        EXISTS (SELECT 1 FROM public.professionals_practitionerrole post WHERE post.practitioner_id = p.id
            AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now())) DESC,
        o.name, p.id LIMIT 1
$$;
"""
# The organismes in which an account has a post now: Amine is DPO of several, and chooses where he works.
_HOUSES_OF = """
CREATE FUNCTION access_houses_of(account uuid)
RETURNS TABLE (organization_id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT p.organization_id, o.name::text
    FROM public.professionals_practitioner p
    JOIN public.organizations_organization o ON o.id = p.organization_id
    WHERE p.account_id = account AND EXISTS (
        SELECT 1 FROM public.professionals_practitionerrole post WHERE post.practitioner_id = p.id
        AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now()))
    ORDER BY o.name
$$;
"""
_FUNCTIONS = {
    "access_grants(uuid)": _GRANTS,
    "access_emergencies(uuid)": _EMERGENCIES,
    "access_actor(text, interval, interval)": _ACTOR,
    "access_practitioner_of(uuid, uuid)": _PRACTITIONER_OF,
    "access_houses_of(uuid)": _HOUSES_OF,
}


class Migration(migrations.Migration):
    dependencies = [("access", "0002_wall")]
    operations = [
        *(migrations.RunSQL(body, f"DROP FUNCTION {name}") for name, body in _FUNCTIONS.items()),
        for_the_application(*_FUNCTIONS),
    ]
