"""Signing out, or a new password, is written in the journal of the organisme where it happened, not of the first by name."""

from importlib import import_module

from django.db import migrations

from liane.kit.rls import for_the_application

_before = import_module("liane.access.migrations.0003_actor")
_OLD = "access_practitioner_of(uuid)"
_NEW = "access_practitioner_of(uuid, uuid)"
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


class Migration(migrations.Migration):
    dependencies = [("access", "0005_lent")]
    operations = [
        migrations.RunSQL(f"DROP FUNCTION {_OLD}", _before._PRACTITIONER_OF),
        migrations.RunSQL(_PRACTITIONER_OF, f"DROP FUNCTION {_NEW}"),
        for_the_application(_NEW),
    ]
