"""On a shared device, somebody is nowhere but in the organisme of the device, or in the one she chose after her password.

Six figures prove nothing outside the organisme that declared the tablet: when the post there ends, the session finds no place in
another one. (Who has never worked there has no code there: she came in with her password.) The rest of the function is as 0003_actor wrote it.
"""

from django.db import migrations

_FUNCTION = "access_actor(text, interval, interval)"
_ANY = "WHERE x.account_id = a.id\n"
_HERE = """WHERE x.account_id = a.id AND (s.device_id IS NULL OR x.organization_id IS NOT DISTINCT FROM s.organization_id
            OR EXISTS (SELECT 1 FROM public.professionals_shareddevice d WHERE d.id = s.device_id
                AND (d.organization_id = x.organization_id OR NOT EXISTS (SELECT 1 FROM public.professionals_practitioner y
                    WHERE y.account_id = a.id AND y.organization_id = d.organization_id))))\n"""


def _say(before: str, after: str) -> str:
    return f"""
        DO $do$
        DECLARE
            body text := pg_get_functiondef('{_FUNCTION}'::regprocedure);
        BEGIN
            IF strpos(body, $x${before}$x$) = 0 THEN RAISE EXCEPTION 'access_actor is not the one expected'; END IF;
            EXECUTE replace(body, $x${before}$x$, $x${after}$x$);
        END $do$;
    """


class Migration(migrations.Migration):
    dependencies = [("access", "0003_actor")]
    operations = [migrations.RunSQL(_say(_ANY, _HERE), _say(_HERE, _ANY))]
