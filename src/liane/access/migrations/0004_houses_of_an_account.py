"""The organismes in which an account has a post now: Amine is DPO of several, and chooses where he works."""

from django.db import migrations

_HOUSES = """
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


class Migration(migrations.Migration):
    dependencies = [("access", "0003_actor")]
    operations = [
        migrations.RunSQL(_HOUSES, "DROP FUNCTION access_houses_of(uuid)"),
    ]
