"""What is asked of who is signed in before any other page opens; the finer clock of a shared device, which locks by itself.

Asked in the same round trip as `access_actor`, and before it: a screen that has locked stays locked, whatever is asked next.
Whoever administers a real instance has a second factor, and renews her password every year (CNIL 2022-100).
"""

from django.db import migrations

from liane.kit.rls import for_the_application
from liane.professionals.migrations import FORMER

_GATE = """
CREATE FUNCTION professionals_gate(asked text, idle interval, strict boolean) RETURNS TABLE (key text, gate text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    s public.professionals_session;
    a public.professionals_account;
BEGIN
    key := asked;
    SELECT * INTO s FROM public.professionals_session x WHERE x.session_key = asked;
    IF s.account_id IS NULL THEN RETURN NEXT; RETURN; END IF;
    IF s.device_id IS NOT NULL THEN
        IF EXISTS (SELECT 1 FROM public.professionals_shareddevice d WHERE d.id = s.device_id AND d.ended_at IS NOT NULL) THEN
            key := NULL;
            RETURN NEXT; RETURN;
        END IF;
        IF s.is_locked THEN
            gate := 'locked';
        ELSIF s.seen_at < now() - idle THEN
            UPDATE public.professionals_session x SET is_locked = true WHERE x.session_key = asked;
            gate := 'locked';
        ELSIF s.seen_at < now() - interval '10 seconds' THEN
            UPDATE public.professionals_session x SET seen_at = now() WHERE x.session_key = asked;
        END IF;
    END IF;
    IF gate IS NULL THEN
        SELECT * INTO a FROM public.professionals_account x WHERE x.id = s.account_id;
        IF a.is_password_given OR (strict AND a.is_instance_admin AND coalesce(a.password_at, a.date_joined) < now() - interval '1 year') THEN
            gate := 'password';
        ELSIF ((strict AND a.is_instance_admin) OR EXISTS (
                SELECT 1 FROM public.professionals_signinrule r
                JOIN public.professionals_practitioner p ON p.organization_id = r.organization_id
                WHERE p.account_id = s.account_id AND r.second_factor_from <= public.kit_today()))
            AND NOT EXISTS (SELECT 1 FROM public.mfa_authenticator f WHERE f.user_id = s.account_id AND f.type IN ('totp', 'webauthn'))
        THEN
            gate := 'factor';
        END IF;
    END IF;
    RETURN NEXT;
END $$;
"""
# The day, in the fortnight that comes, from which a house asks of somebody a second factor that she does not have yet.
# Asked when she comes in, before an organisme is known: hence above the wall, and for a date only.
_DUE = """
CREATE FUNCTION professionals_factor_due(who uuid, today date) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT min(r.second_factor_from) FROM public.professionals_signinrule r
    JOIN public.professionals_practitioner p ON p.organization_id = r.organization_id
    WHERE p.account_id = who AND r.second_factor_from > today AND r.second_factor_from <= today + 14
        AND NOT EXISTS (SELECT 1 FROM public.mfa_authenticator f WHERE f.user_id = who AND f.type IN ('totp', 'webauthn'))
$$;
"""
_FUNCTIONS = {
    "professionals_gate(text, interval, boolean)": _GATE,
    "professionals_factor_due(uuid, date)": _DUE,
}


class Migration(migrations.Migration):
    replaces = FORMER
    dependencies = [("professionals", "0003_limits"), ("kit", "0003_today"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [
        *(migrations.RunSQL(body, f"DROP FUNCTION {name}") for name, body in _FUNCTIONS.items()),
        for_the_application(*_FUNCTIONS),
    ]
