"""The day, in the fortnight that comes, from which a house asks of somebody a second factor that she does not have yet.

Asked when she comes in, before an organisme is known: hence behind the wall, and for a date only.
"""

from django.db import migrations

from liane.kit.rls import for_the_application

_DUE = """
CREATE FUNCTION professionals_factor_due(who uuid, today date) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT min(r.second_factor_from) FROM public.professionals_signinrule r
    JOIN public.professionals_practitioner p ON p.organization_id = r.organization_id
    WHERE p.account_id = who AND r.second_factor_from > today AND r.second_factor_from <= today + 14
        AND NOT EXISTS (SELECT 1 FROM public.mfa_authenticator f WHERE f.user_id = who AND f.type IN ('totp', 'webauthn'))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("professionals", "0011_refusals"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [
        migrations.RunSQL(_DUE, "DROP FUNCTION professionals_factor_due(uuid, date)"),
        for_the_application("professionals_factor_due(uuid, date)"),
    ]
