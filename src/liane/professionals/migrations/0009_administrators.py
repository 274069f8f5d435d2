"""Whoever administers a real instance has a second factor, and renews her password every year (CNIL 2022-100)."""

from importlib import import_module

from django.db import migrations, models

from liane.kit.rls import for_the_application

_before = import_module("liane.professionals.migrations.0008_gate")
_OLD, _NEW = "professionals_gate(text, interval)", "professionals_gate(text, interval, boolean)"
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
                WHERE p.account_id = s.account_id AND r.second_factor_from <= current_date))
            AND NOT EXISTS (SELECT 1 FROM public.mfa_authenticator f WHERE f.user_id = s.account_id AND f.type IN ('totp', 'webauthn'))
        THEN
            gate := 'factor';
        END IF;
    END IF;
    RETURN NEXT;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("professionals", "0008_gate")]
    operations = [
        migrations.AddField(
            model_name="account",
            name="password_at",
            field=models.DateTimeField(null=True, verbose_name="mot de passe choisi le"),
        ),
        migrations.RunSQL(f"DROP FUNCTION {_OLD}", _before._GATE),
        migrations.RunSQL(_GATE, f"DROP FUNCTION {_NEW}"),
        for_the_application(_NEW),
    ]
