"""The second wall."""

from django.db import migrations

from liane.kit.rls import protect


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [protect("access_role")]
