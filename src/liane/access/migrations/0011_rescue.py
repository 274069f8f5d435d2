"""Those who already keep a team may give a colleague a way back, as in a new organisme."""

from django.db import migrations

_GIVE = """
UPDATE access_role SET rights = rights || 'account.rescue'::varchar
WHERE code IN ('chef_de_service', 'directeur') AND NOT 'account.rescue' = ANY (rights)
"""
_TAKE = """
UPDATE access_role SET rights = array_remove(rights, 'account.rescue'::varchar) WHERE code IN ('chef_de_service', 'directeur')
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0010_shared_devices")]
    operations = [
        migrations.RunSQL(_GIVE, _TAKE),
    ]
