"""Those who already keep a team may declare the devices that it shares, as in a new organisme."""

from django.db import migrations

_GIVE = """
UPDATE access_role SET rights = rights || 'device.manage'::varchar
WHERE code IN ('chef_de_service', 'directeur') AND NOT 'device.manage' = ANY (rights)
"""
_TAKE = """
UPDATE access_role SET rights = array_remove(rights, 'device.manage'::varchar) WHERE code IN ('chef_de_service', 'directeur')
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0009_actor_with_exceptions")]
    operations = [
        migrations.RunSQL(_GIVE, _TAKE),
    ]
