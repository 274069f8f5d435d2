"""«3 h», «30 mg»: the narrow and the unbreakable spaces of French typography part words like any space.

Lines written before keep their old words until they are corrected.
"""

from importlib import import_module

from django.db import migrations

_before = import_module("liane.timeline.migrations.0003_words")._FUNCTION
_SPACES = "\u202f\u2009\u00a0"


def _again(function: str) -> str:
    return function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


_FUNCTION = _again(_before).replace("ñ’', '", f"ñ’{_SPACES}', '").replace("uuuuyn '''", f"uuuuyn {' ' * len(_SPACES)}'")


class Migration(migrations.Migration):
    dependencies = [("timeline", "0007_mark_former")]
    operations = [migrations.RunSQL(_FUNCTION, _again(_before))]
