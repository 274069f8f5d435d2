"""The wall, and what stays written."""

from django.db import migrations

from liane.kit.rls import append_only, one_house, protect, same_organization


class Migration(migrations.Migration):
    dependencies = [("steering", "0001_initial")]
    operations = [
        protect("steering_alert"),
        protect("steering_alertreview"),
        protect("steering_watch"),
        one_house("steering_alert"),
        same_organization("steering_alertreview", "alert_id", "steering_alert"),
        append_only("steering_alertreview"),
    ]
