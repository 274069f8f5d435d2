"""What is asked of who is signed in before any other page opens; the finer clock of a shared device, which locks by itself.

Asked in the same round trip as `access_actor`, and before it: a screen that has locked stays locked, whatever is asked next.
"""

from django.db import migrations

from liane.kit.rls import for_the_application

_GATE = """
CREATE FUNCTION professionals_gate(asked text, idle interval) RETURNS TABLE (key text, gate text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    s public.professionals_session;
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
        SELECT CASE WHEN a.is_password_given THEN 'password' END INTO gate
            FROM public.professionals_account a WHERE a.id = s.account_id;
    END IF;
    IF gate IS NULL AND EXISTS (
        SELECT 1 FROM public.professionals_signinrule r
        JOIN public.professionals_practitioner p ON p.organization_id = r.organization_id
        WHERE p.account_id = s.account_id AND r.second_factor_from <= current_date)
        AND NOT EXISTS (SELECT 1 FROM public.mfa_authenticator f WHERE f.user_id = s.account_id AND f.type IN ('totp', 'webauthn'))
    THEN
        gate := 'factor';
    END IF;
    RETURN NEXT;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("professionals", "0007_devices_wall"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [
        migrations.RunSQL(_GATE, "DROP FUNCTION professionals_gate(text, interval)"),
        for_the_application("professionals_gate(text, interval)"),
    ]
