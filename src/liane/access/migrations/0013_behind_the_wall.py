"""Outside the first query of a page, the posts and the emergency accesses of somebody are read behind the wall, like any row.

Inside `access_actor`, which works as the owner, they are read as before: at that moment the wall is not up yet.
"""

from django.db import migrations

_FUNCTIONS = ("access_grants(uuid)", "access_emergencies(uuid)")


class Migration(migrations.Migration):
    dependencies = [("access", "0012_role_origin")]
    operations = [
        migrations.RunSQL(f"ALTER FUNCTION {name} SECURITY INVOKER", f"ALTER FUNCTION {name} SECURITY DEFINER")
        for name in _FUNCTIONS
    ]
