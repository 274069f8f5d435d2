"""The first query of every page also brings the emergency accesses that run, what there is to review, «voir comme»;
whoever administers the instance never becomes a professional, whatever posts her account was given."""

from importlib import import_module

from django.db import migrations

from liane.kit.rls import for_the_application

_first = import_module("liane.access.migrations.0003_actor")
_ACTOR = "access_actor(text, interval, interval)"
_GRANTS = """
CREATE FUNCTION access_grants(who uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
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
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (
        SELECT coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'record', e.record_id, 'units', e.unit_ids,
            'reason', e.reason, 'ends_at', e.ends_at) ORDER BY e.ends_at DESC), '[]'::jsonb)
        FROM public.access_emergency e
        WHERE e.practitioner_id = who AND e.starts_at <= now() AND e.ends_at > now());
END $$;
"""
_FUNCTION = """
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
# Those who already work with the proposed roles receive the new gestures, as a new organisme does.
_GIVEN = {
    "emergency.open": "aes aide_soignant educateur moniteur ide medecin psychologue assistante_sociale chef_de_service tisf",
    "emergency.review": "chef_de_service directeur dpo",
    "rights.review": "chef_de_service directeur",
    "rights.look_as": "chef_de_service directeur",
    "temp.open": "chef_de_service directeur",
}


def _given(right: str, codes: str) -> migrations.RunSQL:
    listed = "{" + ",".join(codes.split()) + "}"
    give = "UPDATE access_role SET rights = rights || %s::varchar WHERE code = ANY (%s::text[]) AND NOT %s = ANY (rights)"
    take = "UPDATE access_role SET rights = array_remove(rights, %s::varchar) WHERE code = ANY (%s::text[])"
    return migrations.RunSQL([(give, [right, listed, right])], [(take, [right, listed])])


class Migration(migrations.Migration):
    dependencies = [("access", "0008_rights_desk_wall")]
    operations = [
        migrations.RunSQL(_GRANTS, "DROP FUNCTION access_grants(uuid)"),
        migrations.RunSQL(_EMERGENCIES, "DROP FUNCTION access_emergencies(uuid)"),
        migrations.RunSQL(f"DROP FUNCTION {_ACTOR}", _first._FUNCTION),
        migrations.RunSQL(_FUNCTION, f"DROP FUNCTION {_ACTOR}"),
        for_the_application(_ACTOR, "access_grants(uuid)", "access_emergencies(uuid)"),
        *(_given(right, codes) for right, codes in _GIVEN.items()),
    ]
