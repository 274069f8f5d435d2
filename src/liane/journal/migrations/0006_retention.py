"""How long traces are kept: rules, holds, certificates; and the only way by which a line may leave the journal."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import liane.kit.ids
from liane.kit.rls import append_only, for_the_application, protect

_ORGANIZATION = "NULLIF(current_setting('liane.organization', true), '')::uuid"
_OUTSIDE = f"organization_id IS NULL AND {_ORGANIZATION} = '00000000-0000-0000-0000-000000000000'"
_APP = '"' + settings.DATABASES["default"]["USER"].replace('"', "") + '"'
_WALL = f"""
ALTER TABLE journal_purge ENABLE ROW LEVEL SECURITY;
CREATE POLICY wall ON journal_purge FOR SELECT USING (organization_id = {_ORGANIZATION});
CREATE POLICY wall_write ON journal_purge FOR INSERT WITH CHECK (organization_id = {_ORGANIZATION});
CREATE POLICY outside ON journal_purge FOR SELECT USING ({_OUTSIDE});
CREATE POLICY outside_write ON journal_purge FOR INSERT WITH CHECK ({_OUTSIDE});
REVOKE UPDATE, DELETE, TRUNCATE ON journal_purge FROM {_APP};
"""  # noqa: S608
_NO_WALL = f"""
GRANT UPDATE, DELETE ON journal_purge TO {_APP};
DROP POLICY wall ON journal_purge; DROP POLICY wall_write ON journal_purge;
DROP POLICY outside ON journal_purge; DROP POLICY outside_write ON journal_purge;
ALTER TABLE journal_purge DISABLE ROW LEVEL SECURITY;
"""
# The trigger lets a line go only inside journal_erase, which itself refuses what is younger than six months, what is not
# sealed and what a hold keeps, whoever asks.
_STAYS = """
CREATE OR REPLACE FUNCTION journal_journalentry_stays_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {exception}
    RAISE EXCEPTION 'append_only: % on journal_journalentry is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""
_ERASING = "IF TG_OP = 'DELETE' AND current_setting('liane.erasing', true) = 'certified' THEN RETURN OLD; END IF;"
_ERASE = """
CREATE FUNCTION journal_erase(certificate uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    p public.journal_purge;
    here uuid := NULLIF(current_setting('liane.organization', true), '')::uuid;
    erased bigint;
BEGIN
    SELECT * INTO p FROM public.journal_purge x WHERE x.id = certificate
        AND coalesce(x.organization_id, '00000000-0000-0000-0000-000000000000') = here;
    IF NOT FOUND THEN RAISE EXCEPTION 'no such certificate'; END IF;
    PERFORM set_config('liane.erasing', 'certified', true);
    DELETE FROM public.journal_journalentry j
    WHERE (j.organization_id = p.organization_id OR (p.organization_id IS NULL AND j.organization_id IS NULL))
        AND j.number = ANY (p.numbers) AND j.at < now() - interval '175 days'
        AND EXISTS (SELECT 1 FROM public.journal_seal s WHERE s.organization_id IS NOT DISTINCT FROM p.organization_id
            AND s.number = p.seal AND j.number BETWEEN s.first_line AND s.last_line)
        AND NOT EXISTS (SELECT 1 FROM public.journal_legalhold h WHERE h.organization_id = j.organization_id
            AND h.lifted_at IS NULL AND (h.record_id IS NULL OR h.record_id = j.record_id));
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM set_config('liane.erasing', '', true);
    IF erased <> p.lines THEN RAISE EXCEPTION 'the certificate names % lines, % may go', p.lines, erased; END IF;
END $$;
"""


def _organization():
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="organizations.organization",
        verbose_name="organisme gestionnaire",
    )


def _id():
    return models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("journal", "0005_verified"), ("organizations", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", _id()),
                ("access_months", models.PositiveSmallIntegerField(null=True, verbose_name="accès aux dossiers (mois)")),
                (
                    "security_months",
                    models.PositiveSmallIntegerField(verbose_name="connexions et gestes sans dossier (mois)"),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="pourquoi")),
                ("chosen_at", models.DateTimeField(verbose_name="choisie le")),
                ("author_id", models.UUIDField(null=True, verbose_name="auteur")),
                ("author_name", models.CharField(max_length=200, verbose_name="auteur")),
                ("organization", _organization()),
            ],
            options={"verbose_name": "durée de conservation"},
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", _id()),
                ("record_id", models.UUIDField(null=True, verbose_name="dossier")),
                ("reason", models.CharField(max_length=300, verbose_name="pourquoi")),
                ("placed_at", models.DateTimeField(verbose_name="posé le")),
                ("author_id", models.UUIDField(null=True, verbose_name="auteur")),
                ("author_name", models.CharField(max_length=200, verbose_name="auteur")),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="levé le")),
                ("lifted_by", models.CharField(blank=True, max_length=200, verbose_name="levé par")),
                ("lifted_reason", models.CharField(blank=True, max_length=300, verbose_name="pourquoi levé")),
                ("organization", _organization()),
            ],
            options={"verbose_name": "gel des effacements"},
        ),
        migrations.CreateModel(
            name="Purge",
            fields=[
                ("id", _id()),
                ("organization_id", models.UUIDField(editable=False, null=True)),
                ("seal", models.PositiveIntegerField(verbose_name="scellé")),
                (
                    "numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="lignes"
                    ),
                ),
                ("lines", models.PositiveIntegerField(verbose_name="nombre de lignes")),
                ("rule", models.CharField(max_length=300, verbose_name="règle")),
                ("purged_at", models.DateTimeField(verbose_name="effacées le")),
                ("key", models.CharField(max_length=16, verbose_name="clé")),
                ("signature", models.BinaryField(verbose_name="signature")),
            ],
            options={
                "verbose_name": "certificat d’effacement",
                "indexes": [models.Index(fields=["organization_id", "seal"], name="purge_of_seal")],
            },
        ),
        migrations.CreateModel(
            name="RetentionPreview",
            fields=[
                ("id", _id()),
                ("on", models.DateField(verbose_name="effacement le")),
                ("accesses", models.PositiveBigIntegerField(verbose_name="accès")),
                ("security", models.PositiveBigIntegerField(verbose_name="connexions")),
                ("held", models.PositiveBigIntegerField(verbose_name="gardées par un gel")),
                ("counted_at", models.DateTimeField(verbose_name="compté le")),
                ("organization", _organization()),
            ],
            options={
                "verbose_name": "prévision d’effacement",
                "constraints": [models.UniqueConstraint(fields=("organization",), name="preview_once")],
            },
        ),
        protect("journal_retentionrule"),
        protect("journal_legalhold"),
        protect("journal_retentionpreview"),
        append_only("journal_retentionrule"),
        append_only("journal_legalhold", but=("lifted_at", "lifted_by", "lifted_reason")),
        append_only("journal_purge"),
        migrations.RunSQL(_WALL, _NO_WALL),
        migrations.RunSQL(_STAYS.format(exception=_ERASING), _STAYS.format(exception="")),
        migrations.RunSQL(_ERASE, "DROP FUNCTION journal_erase(uuid)"),
        for_the_application("journal_erase(uuid)"),
    ]
