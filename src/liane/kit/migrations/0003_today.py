"""The day it is in the house (`locate.databases` says where it is), not on Greenwich’s clock: a rule starts at its midnight."""

from django.db import migrations

_TODAY = """
CREATE FUNCTION kit_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (now() AT TIME ZONE coalesce(nullif(current_setting('liane.zone', true), ''), 'Europe/Paris'))::date
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_drafts_wall")]
    operations = [migrations.RunSQL(_TODAY, "DROP FUNCTION kit_today()")]
