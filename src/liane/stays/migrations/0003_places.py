"""What the database itself refuses of a place: two persons in it on one day, a place of another unit."""

from django.db import migrations

from liane.stays.migrations import FORMER

# Whoever takes a place waits for the others who take it at this moment, then sees what they wrote. SQLSTATE 23P01 is the
# one of an exclusion: a GiST constraint would need an extension, which not every server of a house allows.
_ALONE = """
CREATE FUNCTION stays_occupation_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('liane.place ' || NEW.place_id::text, 0));
    IF EXISTS (SELECT 1 FROM stays_occupation o WHERE o.place_id = NEW.place_id AND o.id <> NEW.id
            AND o.organization_id = NEW.organization_id
            AND daterange(o.starts_on, o.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')) THEN
        RAISE EXCEPTION 'place_taken: somebody holds this place on these days' USING ERRCODE = 'exclusion_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM stays_stay s JOIN organizations_place p ON p.id = NEW.place_id
            WHERE s.id = NEW.stay_id AND s.unit_id <> p.unit_id) THEN
        RAISE EXCEPTION 'place_elsewhere: this place is of another unit' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER alone_in_a_place BEFORE INSERT OR UPDATE ON stays_occupation
    FOR EACH ROW EXECUTE FUNCTION stays_occupation_alone();
"""
_NOT_ALONE = "DROP TRIGGER alone_in_a_place ON stays_occupation; DROP FUNCTION stays_occupation_alone();"


class Migration(migrations.Migration):
    replaces = FORMER
    dependencies = [("stays", "0002_wall")]
    operations = [migrations.RunSQL(_ALONE, _NOT_ALONE)]
