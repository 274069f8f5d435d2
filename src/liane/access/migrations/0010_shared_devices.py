"""Those who already keep a team may declare the devices that it shares, as in a new organisme."""

from django.db import migrations

_CODES = "('chef_de_service', 'directeur')"


class Migration(migrations.Migration):
    dependencies = [("access", "0009_actor_with_exceptions")]
    operations = [
        migrations.RunSQL(
            f"UPDATE access_role SET rights = rights || 'device.manage'::varchar WHERE code IN {_CODES} "
            "AND NOT 'device.manage' = ANY (rights)",
            f"UPDATE access_role SET rights = array_remove(rights, 'device.manage'::varchar) WHERE code IN {_CODES}",
        ),
    ]
