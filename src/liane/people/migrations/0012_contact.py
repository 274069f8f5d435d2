"""Those who count are somebody in their own right, once in the organisme, and no longer a line of each record."""

import django.db.models.deletion
from django.db import migrations, models

import liane.kit.ids
from liane.kit.rls import one_house, protect, same_organization

_KINDS = [
    ("PERSON", "Une personne"), ("SCHOOL", "École, formation, crèche"), ("GUARDIAN", "Mandataire, tutelle (MJPM, UDAF)"),
    ("COURT", "Tribunal, juge"), ("DEPARTMENT", "Département, ASE"), ("DOCTOR", "Médecin, cabinet"),
    ("CARE", "Hôpital, soin, pharmacie"), ("SERVICE", "Autre service, association, employeur"),
]  # fmt: skip
_FIELDS = [
    ("id", models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
    ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
    ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changé le")),
    ("kind", models.CharField(choices=_KINDS, default="PERSON", max_length=12, verbose_name="nature")),
    ("name", models.CharField(max_length=200, verbose_name="nom")),
    ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
    ("other_phone", models.CharField(blank=True, max_length=30, verbose_name="autre téléphone")),
    ("email", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
    ("address", models.CharField(blank=True, max_length=250, verbose_name="adresse")),
    (
        "gender",
        models.CharField(
            blank=True, choices=[("F", "Femme"), ("M", "Homme")], max_length=1, verbose_name="femme ou homme"
        ),
    ),
    ("born_on", models.CharField(blank=True, help_text="1974, ou 12/03/1974", max_length=10, verbose_name="naissance")),
    ("died_on", models.CharField(blank=True, help_text="2019, ou 12/03/2019", max_length=10, verbose_name="décès")),
    ("key", models.CharField(default="", editable=False, max_length=200, verbose_name="nom plié")),
    ("phone_key", models.CharField(default="", editable=False, max_length=20, verbose_name="numéro plié")),
    (
        "organization",
        models.ForeignKey(
            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.organization",
            verbose_name="organisme gestionnaire",
        ),
    ),
    (
        "person",
        models.ForeignKey(
            blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person",
            verbose_name="accompagnée ici aussi",
        ),
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("people", "0011_identity_wall"), ("organizations", "0002_wall")]
    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=_FIELDS,
            options={
                "verbose_name": "contact",
                "indexes": [
                    models.Index(fields=["organization", "key"], name="contact_key"),
                    models.Index(fields=["organization", "kind"], name="contact_kind"),
                    models.Index(fields=["person"], name="contact_person"),
                ],
            },
        ),
        protect("people_contact"),
        one_house("people_contact"),
        same_organization("people_contact", "person_id", "people_person"),
        migrations.AddField(
            model_name="relative",
            name="contact",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="links", to="people.contact",
                verbose_name="contact", db_index=False,
            ),
        ),
        migrations.AddField(
            model_name="relative",
            name="is_trusted_care",
            field=models.BooleanField(db_default=False, default=False, verbose_name="personne de confiance (santé)"),
        ),
        migrations.AddField(
            model_name="relative",
            name="is_caregiver",
            field=models.BooleanField(db_default=False, default=False, verbose_name="aidant"),
        ),
        migrations.AddField(
            model_name="relative",
            name="said_by",
            field=models.CharField(blank=True, db_default="", max_length=120, verbose_name="dit par"),
        ),
        migrations.AddField(
            model_name="relative",
            name="since",
            field=models.DateField(blank=True, null=True, verbose_name="depuis"),
        ),
        migrations.AlterField(
            model_name="relative",
            name="is_trusted",
            field=models.BooleanField(default=False, verbose_name="personne de confiance (CASF)"),
        ),
    ]  # fmt: skip
