"""«Sortir un dossier entier» opened no page: a right that gives nothing is taken out of the roles, where it misled who read them."""

from django.db import migrations

_FORGET = "UPDATE access_role SET rights = array_remove(rights, 'record.export') WHERE 'record.export' = ANY (rights)"


class Migration(migrations.Migration):
    dependencies = [("access", "0004_device")]
    operations = [migrations.RunSQL(_FORGET, migrations.RunSQL.noop)]
