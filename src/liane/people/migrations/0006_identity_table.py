"""PostgreSQL follows the table of the statuses to its cells, not only to its pairs: what no event of
`ins_status_transitions.csv` leads to is refused, whatever program writes it. `identity_moves` (0005) keeps the pairs,
the locked traits and the history of the INS; this one adds the marks and the traits that move with a status."""

from django.db import migrations

# A validated identity takes the traits of the national service when it receives its INS (V to Q): the writing of the names
# may then change, the day and the sex may not («écart bloquant»).
_CELLS = """
CREATE FUNCTION people_identity_cells() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved CONSTANT boolean := NEW.identity_status <> OLD.identity_status;
    raised CONSTANT boolean := (NEW.is_doubtful AND NOT OLD.is_doubtful) OR (NEW.is_fictive AND NOT OLD.is_fictive);
    marks CONSTANT integer := (NEW.is_homonym <> OLD.is_homonym)::integer + (NEW.is_doubtful <> OLD.is_doubtful)::integer
        + (NEW.is_fictive <> OLD.is_fictive)::integer;
    rewritten CONSTANT boolean := (NEW.birth_name, NEW.first_names, NEW.birth_first_name, NEW.sex, NEW.birth_date,
         NEW.birth_precision, NEW.birth_place_code)
        IS DISTINCT FROM
        (OLD.birth_name, OLD.first_names, OLD.birth_first_name, OLD.sex, OLD.birth_date, OLD.birth_precision,
         OLD.birth_place_code);
BEGIN
    IF marks > 1 THEN
        RAISE EXCEPTION 'identity_cells: one mark moves at a time' USING ERRCODE = 'check_violation';
    END IF;
    IF moved AND marks > 0 AND NOT (raised AND NEW.identity_status = 'PROVISOIRE') THEN
        RAISE EXCEPTION 'identity_cells: a mark does not move with a status' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.identity_status = 'QUALIFIEE' AND NEW.identity_status = 'PROVISOIRE' AND NOT raised THEN
        RAISE EXCEPTION 'identity_cells: only a doubt or a fiction makes a qualified identity provisional'
            USING ERRCODE = 'check_violation';
    END IF;
    IF rewritten AND (OLD.identity_status IN ('RECUPEREE', 'QUALIFIEE') OR OLD.identity_status = 'VALIDEE' AND NOT (
            NEW.identity_status = 'PROVISOIRE' OR NEW.identity_status = 'QUALIFIEE'
            AND (NEW.birth_date, NEW.sex) IS NOT DISTINCT FROM (OLD.birth_date, OLD.sex))) THEN
        RAISE EXCEPTION 'identity_cells: strict traits do not change while the status is %', OLD.identity_status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER identity_moves_cells BEFORE UPDATE ON people_person FOR EACH ROW
    EXECUTE FUNCTION people_identity_cells();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_identity")]
    operations = [
        migrations.RunSQL(
            _CELLS, "DROP TRIGGER identity_moves_cells ON people_person; DROP FUNCTION people_identity_cells();"
        )
    ]
