"""The wall, what stays written, and the new rights for the roles of the houses that already exist."""

from django.db import migrations

from liane.kit.rls import append_only, one_house, protect, same_organization

_RIGHTS = """
UPDATE access_role SET rights = array_append(rights, 'compliance.read')
WHERE code IN ('dpo', 'directeur') AND NOT 'compliance.read' = ANY (rights);
UPDATE access_role SET rights = array_append(rights, 'compliance.manage')
WHERE code = 'dpo' AND NOT 'compliance.manage' = ANY (rights);
"""
_WITHOUT = """
UPDATE access_role SET rights = array_remove(array_remove(rights, 'compliance.read'), 'compliance.manage');
"""


class Migration(migrations.Migration):
    dependencies = [("steering", "0001_initial"), ("access", "0001_initial")]
    operations = [
        protect("steering_alert"),
        protect("steering_alertreview"),
        protect("steering_watch"),
        one_house("steering_alert"),
        same_organization("steering_alertreview", "alert_id", "steering_alert"),
        append_only("steering_alertreview"),
        migrations.RunSQL(_RIGHTS, _WITHOUT),
    ]
