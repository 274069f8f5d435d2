"""The first query of every page: who is it, with which posts at this moment; and the second wall goes up."""

from django.db import migrations

_FUNCTION = """
CREATE FUNCTION access_actor(key text, idle interval, absolute interval)
RETURNS TABLE (session_data text, account jsonb, practitioner jsonb, grants jsonb, place jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    s public.professionals_session;
    a public.professionals_account;
    p public.professionals_practitioner;
    chosen uuid;
BEGIN
    SELECT * INTO s FROM public.professionals_session x WHERE x.session_key = key AND x.expire_date > now();
    IF NOT FOUND OR s.seen_at < now() - idle OR s.signed_in_at < now() - absolute THEN RETURN; END IF;
    session_data := s.session_data;
    IF s.account_id IS NULL THEN RETURN NEXT; RETURN; END IF;
    SELECT * INTO a FROM public.professionals_account x WHERE x.id = s.account_id AND x.is_active;
    IF NOT FOUND THEN RETURN; END IF;
    -- The clock of the session is housekeeping: at most once a minute, never content.
    IF s.seen_at < now() - interval '1 minute' THEN
        UPDATE public.professionals_session x SET seen_at = now() WHERE x.session_key = key;
    END IF;
    account := jsonb_build_object('id', a.id, 'login', a.login, 'email', a.email, 'is_instance_admin', a.is_instance_admin);
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
        grants := (
            SELECT coalesce(jsonb_agg(to_jsonb(g) ORDER BY g.code), '[]'::jsonb) FROM (
                SELECT r.code, r.short AS label, r.rights, r.reads, r.writes, array_agg(DISTINCT u.id) AS units
                FROM public.professionals_practitionerrole post
                JOIN public.access_role r ON r.organization_id = post.organization_id AND r.code = post.role_code
                -- A post in the whole organisme does not open a discreet facility: it must be named (CSP L3411-7).
                LEFT JOIN public.organizations_unit u ON u.organization_id = post.organization_id
                    AND (post.unit_id = u.id OR (post.unit_id IS NULL AND post.facility_id = u.facility_id)
                         OR (post.unit_id IS NULL AND post.facility_id IS NULL AND NOT (
                            cardinality(r.reads) > 0 AND EXISTS (SELECT 1 FROM public.organizations_facility d
                                WHERE d.id = u.facility_id AND d.is_discreet))))
                WHERE post.practitioner_id = p.id AND post.starts_at <= now()
                    AND (post.ends_at IS NULL OR post.ends_at > now())
                GROUP BY r.id) g);
        SELECT u.id INTO chosen FROM public.organizations_unit u JOIN public.organizations_facility f ON f.id = u.facility_id
            WHERE u.organization_id = p.organization_id
            AND u.id IN (SELECT (e #>> '{}')::uuid FROM jsonb_array_elements(grants) g, jsonb_array_elements(g -> 'units') e)
            ORDER BY (u.id IS NOT DISTINCT FROM s.unit_id) DESC, f.rank, f.name, u.rank, u.name LIMIT 1;
        place := (SELECT jsonb_build_object('unit_id', u.id, 'unit', u.name, 'facility', f.name)
            FROM public.organizations_unit u JOIN public.organizations_facility f ON f.id = u.facility_id WHERE u.id = chosen);
    END IF;
    RETURN NEXT;
END $$;
"""

_PRACTITIONER_OF = """
CREATE FUNCTION access_practitioner_of(account uuid)
RETURNS TABLE (id uuid, organization_id uuid, name text, profession text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT p.id, p.organization_id, p.first_name || ' ' || p.last_name, p.profession
    FROM public.professionals_practitioner p JOIN public.organizations_organization o ON o.id = p.organization_id
    WHERE p.account_id = account ORDER BY o.name, p.id
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_wall"),
        ("professionals", "0001_initial"),
        ("organizations", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(_FUNCTION, "DROP FUNCTION access_actor(text, interval, interval)"),
        migrations.RunSQL(_PRACTITIONER_OF, "DROP FUNCTION access_practitioner_of(uuid)"),
    ]
