"""Seals: written once, behind the wall; the lines without organisation have their own chain, named by nothing but zeros."""

from django.conf import settings
from django.db import migrations, models

import liane.kit.ids
from liane.kit.rls import append_only, for_the_application

_ORGANIZATION = "NULLIF(current_setting('liane.organization', true), '')::uuid"
_OUTSIDE = f"organization_id IS NULL AND {_ORGANIZATION} = '00000000-0000-0000-0000-000000000000'"
_APP = '"' + settings.DATABASES["default"]["USER"].replace('"', "") + '"'
_WALL = f"""
ALTER TABLE journal_seal ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall ON journal_seal FOR SELECT USING (organization_id = {_ORGANIZATION});
CREATE POLICY wall_write ON journal_seal FOR INSERT WITH CHECK (organization_id = {_ORGANIZATION});
CREATE POLICY outside ON journal_seal FOR SELECT USING ({_OUTSIDE});
CREATE POLICY outside_write ON journal_seal FOR INSERT WITH CHECK ({_OUTSIDE});
CREATE POLICY outside ON journal_journalentry FOR SELECT USING ({_OUTSIDE});
REVOKE UPDATE, DELETE, TRUNCATE ON journal_seal FROM {_APP};
"""  # noqa: S608
_NO_WALL = f"""
GRANT UPDATE, DELETE ON journal_seal TO {_APP};
DROP POLICY outside ON journal_journalentry;
DROP POLICY wall ON journal_seal; DROP POLICY wall_write ON journal_seal;
DROP POLICY outside ON journal_seal; DROP POLICY outside_write ON journal_seal;
ALTER TABLE journal_seal DISABLE ROW LEVEL SECURITY;
"""
# One probe of an index for each organisation: the wall of one cannot see what waits in the others. No content comes out.
_WAITING = """
CREATE FUNCTION journal_waiting(upto bigint) RETURNS TABLE (organization_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT o.id FROM (SELECT id FROM public.organizations_organization UNION ALL SELECT NULL) o
    WHERE EXISTS (
        SELECT 1 FROM public.journal_journalentry j
        WHERE (j.organization_id = o.id OR (o.id IS NULL AND j.organization_id IS NULL)) AND j.number <= upto
        AND j.number > coalesce((SELECT s.last_line FROM public.journal_seal s
            WHERE s.organization_id IS NOT DISTINCT FROM o.id ORDER BY s.number DESC LIMIT 1), 0))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_numbered"), ("organizations", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("organization_id", models.UUIDField(editable=False, null=True)),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("form", models.PositiveSmallIntegerField(verbose_name="forme")),
                ("first_line", models.BigIntegerField(verbose_name="première ligne")),
                ("last_line", models.BigIntegerField(verbose_name="dernière ligne")),
                ("lines", models.PositiveIntegerField(verbose_name="lignes")),
                ("first_at", models.DateTimeField(verbose_name="ligne la plus ancienne")),
                ("last_at", models.DateTimeField(verbose_name="ligne la plus récente")),
                ("sealed_at", models.DateTimeField(verbose_name="scellé le")),
                ("digest", models.BinaryField(verbose_name="empreinte des lignes")),
                ("previous", models.BinaryField(verbose_name="tête précédente")),
                ("head", models.BinaryField(verbose_name="tête")),
                ("key", models.CharField(max_length=16, verbose_name="clé")),
                ("signature", models.BinaryField(verbose_name="signature")),
                ("leaves", models.BinaryField(verbose_name="empreinte de chaque ligne")),
            ],
            options={"verbose_name": "scellé"},
        ),
        migrations.AddConstraint(
            "seal",
            models.UniqueConstraint(
                fields=["organization_id", "number"], name="seal_number_once", nulls_distinct=False
            ),
        ),
        append_only("journal_seal"),
        migrations.RunSQL(_WALL, _NO_WALL),
        migrations.RunSQL(_WAITING, "DROP FUNCTION journal_waiting(bigint)"),
        for_the_application("journal_waiting(bigint)"),
    ]
