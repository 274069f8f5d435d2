"""The database refuses a certificate for somebody who asks to come back: her record, and her request, are not destroyed."""

from django.db import migrations

_STILL = """
CREATE FUNCTION stays_still_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM stays_referral r JOIN stays_wish w ON w.referral_id = r.id
            WHERE r.record_id = NEW.record_id AND w.state IN ('RECEIVED', 'STUDY', 'WAITING', 'ADMISSION')) THEN
        RAISE EXCEPTION 'this person asks to come back' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER still_asked BEFORE INSERT ON stays_destruction FOR EACH ROW EXECUTE FUNCTION stays_still_asked();
"""
_NO_LONGER = "DROP TRIGGER still_asked ON stays_destruction; DROP FUNCTION stays_still_asked();"


class Migration(migrations.Migration):
    dependencies = [("stays", "0008_moved_by_another")]
    operations = [migrations.RunSQL(_STILL, _NO_LONGER)]
