"""How to reach somebody is written once, on her contact; the line of a circle always has one, of the same organisme."""

import django.db.models.deletion
from django.db import migrations, models

from liane.kit.rls import same_organization

_MOVED = ("name", "phone", "other_phone", "email", "address")


class Migration(migrations.Migration):
    dependencies = [("people", "0013_contact_of_each")]
    operations = [
        migrations.AlterField(
            model_name="relative",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="links", to="people.contact",
                verbose_name="contact", db_index=False,
            ),
        ),
        migrations.AddIndex("relative", models.Index(fields=["contact"], name="relative_contact")),
        same_organization("people_relative", "contact_id", "people_contact"),
        *(migrations.RemoveField("relative", name) for name in _MOVED),
    ]  # fmt: skip
