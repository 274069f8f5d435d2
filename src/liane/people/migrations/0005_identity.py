"""What PostgreSQL itself refuses of an identity: a move that does not exist, a strict trait changed under an INS, an INS
lost without its history, a matricule whose key is wrong."""

from django.db import migrations

from liane.people.migrations import FORMER

# Key of a NIR or NIA: 97 minus the first thirteen modulo 97, Corsica read 19 (2A) and 18 (2B).
_KEY = """
CREATE FUNCTION people_matricule_is_right(number text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN number ~ '^[1-478][0-9]{4}([0-9]{2}|2[AB])[0-9]{8}$'
        THEN 97 - (replace(replace(left(number, 13), '2A', '19'), '2B', '18')::bigint % 97) = right(number, 2)::integer
        ELSE false END
$$;
ALTER TABLE people_person ADD CONSTRAINT person_ins_key CHECK (ins_matricule = '' OR people_matricule_is_right(ins_matricule));
ALTER TABLE people_person ADD CONSTRAINT person_nss_key CHECK (nss = '' OR people_matricule_is_right(nss));
ALTER TABLE people_person ADD CONSTRAINT person_ins_oid CHECK (ins_oid IN ('', '1.2.250.1.213.1.4.8', '1.2.250.1.213.1.4.9',
    '1.2.250.1.213.1.4.10', '1.2.250.1.213.1.4.11'));
"""
# The pairs are those of nomenclatures/data/ins_status_transitions.csv: a test compares them one by one.
_MOVES = """
CREATE FUNCTION people_identity_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sure CONSTANT text[] := ARRAY['RECUPEREE', 'QUALIFIEE'];
    moves CONSTANT text[] := ARRAY[
        'PROVISOIRE>VALIDEE', 'PROVISOIRE>RECUPEREE', 'PROVISOIRE>QUALIFIEE', 'VALIDEE>QUALIFIEE', 'RECUPEREE>QUALIFIEE',
        'QUALIFIEE>VALIDEE', 'QUALIFIEE>RECUPEREE', 'RECUPEREE>PROVISOIRE', 'VALIDEE>PROVISOIRE', 'QUALIFIEE>PROVISOIRE'];
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.identity_status <> 'PROVISOIRE' THEN
            RAISE EXCEPTION 'identity_moves: nobody begins as %', NEW.identity_status USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.identity_status <> OLD.identity_status
            AND OLD.identity_status || '>' || NEW.identity_status <> ALL (moves) THEN
        RAISE EXCEPTION 'identity_moves: % cannot become %', OLD.identity_status, NEW.identity_status
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.identity_status = ANY (sure) AND NEW.identity_status = ANY (sure) AND
            (NEW.birth_name, NEW.first_names, NEW.birth_first_name, NEW.sex, NEW.birth_date, NEW.birth_precision,
             NEW.birth_place_code, NEW.ins_matricule, NEW.ins_oid)
            IS DISTINCT FROM
            (OLD.birth_name, OLD.first_names, OLD.birth_first_name, OLD.sex, OLD.birth_date, OLD.birth_precision,
             OLD.birth_place_code, OLD.ins_matricule, OLD.ins_oid) THEN
        RAISE EXCEPTION 'identity_moves: strict traits are locked while the status is %', OLD.identity_status
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.ins_matricule <> '' AND NEW.ins_matricule = '' AND NOT EXISTS (
            SELECT 1 FROM public.people_formerins f WHERE f.person_id = OLD.id AND f.matricule = OLD.ins_matricule
            AND f.oid = OLD.ins_oid AND f.since = OLD.ins_at) THEN
        RAISE EXCEPTION 'identity_moves: an INS leaves its history behind' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER identity_moves BEFORE INSERT OR UPDATE ON people_person FOR EACH ROW
    EXECUTE FUNCTION people_identity_moves();
"""


class Migration(migrations.Migration):
    replaces = FORMER
    dependencies = [("people", "0004_doubles")]
    operations = [
        migrations.RunSQL(
            _KEY,
            "ALTER TABLE people_person DROP CONSTRAINT person_ins_key, DROP CONSTRAINT person_nss_key, "
            "DROP CONSTRAINT person_ins_oid; DROP FUNCTION people_matricule_is_right(text);",
        ),
        migrations.RunSQL(_MOVES, "DROP TRIGGER identity_moves ON people_person; DROP FUNCTION people_identity_moves();"),
    ]
