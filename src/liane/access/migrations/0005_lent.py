"""The functions that stand above the wall are lent to our two roles only."""

from django.db import migrations

from liane.kit.rls import for_the_application


class Migration(migrations.Migration):
    dependencies = [("access", "0004_houses_of_an_account")]
    operations = [
        for_the_application(
            "access_actor(text, interval, interval)", "access_practitioner_of(uuid)", "access_houses_of(uuid)"
        ),
    ]
