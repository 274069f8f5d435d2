"""What each verification of the journal has found: written once, behind the wall."""

from django.conf import settings
from django.db import migrations, models

import liane.kit.ids
from liane.kit.rls import append_only, for_the_application

_ORGANIZATION = "NULLIF(current_setting('liane.organization', true), '')::uuid"
_OUTSIDE = f"organization_id IS NULL AND {_ORGANIZATION} = '00000000-0000-0000-0000-000000000000'"
_APP = '"' + settings.DATABASES["default"]["USER"].replace('"', "") + '"'
_WALL = f"""
ALTER TABLE journal_verification ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall ON journal_verification FOR SELECT USING (organization_id = {_ORGANIZATION});
CREATE POLICY wall_write ON journal_verification FOR INSERT WITH CHECK (organization_id = {_ORGANIZATION});
CREATE POLICY outside ON journal_verification FOR SELECT USING ({_OUTSIDE});
CREATE POLICY outside_write ON journal_verification FOR INSERT WITH CHECK ({_OUTSIDE});
REVOKE UPDATE, DELETE, TRUNCATE ON journal_verification FROM {_APP};
"""  # noqa: S608
_NO_WALL = f"""
GRANT UPDATE, DELETE ON journal_verification TO {_APP};
DROP POLICY wall ON journal_verification; DROP POLICY wall_write ON journal_verification;
DROP POLICY outside ON journal_verification; DROP POLICY outside_write ON journal_verification;
ALTER TABLE journal_verification DISABLE ROW LEVEL SECURITY;
"""
_CHAINS = """
CREATE FUNCTION journal_chains() RETURNS TABLE (organization_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT o.id FROM (SELECT id FROM public.organizations_organization UNION ALL SELECT NULL) o
    WHERE EXISTS (SELECT 1 FROM public.journal_seal s WHERE s.organization_id IS NOT DISTINCT FROM o.id)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_seals")]
    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("organization_id", models.UUIDField(editable=False, null=True)),
                ("at", models.DateTimeField(verbose_name="quand")),
                ("seals", models.PositiveIntegerField(verbose_name="scellés")),
                ("lines", models.PositiveBigIntegerField(verbose_name="lignes lues")),
                ("purged", models.PositiveBigIntegerField(verbose_name="lignes effacées à leur terme")),
                ("heads", models.PositiveIntegerField(verbose_name="têtes comparées")),
                ("faults", models.PositiveIntegerField(verbose_name="constats")),
                ("sentences", models.JSONField(default=list, verbose_name="phrases")),
            ],
            options={
                "verbose_name": "vérification du journal",
                "indexes": [models.Index(fields=["organization_id", "-at"], name="verification_newest")],
            },
        ),
        append_only("journal_verification"),
        migrations.RunSQL(_WALL, _NO_WALL),
        migrations.RunSQL(_CHAINS, "DROP FUNCTION journal_chains()"),
        for_the_application("journal_chains()"),
    ]
