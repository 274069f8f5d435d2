"""Words of the fil, found in French whatever the accents; the record is a word of the vector (no composite text index)."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations

_FUNCTION = """
CREATE FUNCTION timeline_words(body text, record uuid) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('french'::regconfig, translate(replace(replace(lower(body), 'œ', 'oe'), 'æ', 'ae'),
        'àâäáãçéèêëíîïìóôöòõúùûüÿñ’', 'aaaaaceeeeiiiiooooouuuuyn '''))
        || array_to_tsvector(ARRAY['record:' || replace(record::text, '-', '')])
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("timeline", "0002_wall")]
    operations = [
        migrations.AddField("entry", "words", django.contrib.postgres.search.SearchVectorField("mots cherchés", null=True)),
        migrations.AddIndex("entry", django.contrib.postgres.indexes.GinIndex(fields=["words"], name="fil_words")),
        migrations.RunSQL(_FUNCTION, "DROP FUNCTION timeline_words(text, uuid)"),
    ]
