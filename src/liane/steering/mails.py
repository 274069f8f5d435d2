"""The head of the journal, sent each day to those who keep the rules of the house: proof that nobody here can take back."""

from uuid import UUID

from django.conf import settings
from django.db import connection

from liane.access.enums import Right
from liane.journal.sealing.heads import head_of
from liane.journal.sealing.seal import last_seal
from liane.kit.dates import when
from liane.kit.mail import send
from liane.kit.tenancy import acting_for

# Addresses of those who hold a right in the organisme at this moment (the DPO), without any of their names.
_ADDRESSES = """
SELECT DISTINCT a.email FROM professionals_practitioner p JOIN professionals_account a ON a.id = p.account_id
JOIN professionals_practitionerrole post ON post.practitioner_id = p.id
JOIN access_role r ON r.organization_id = post.organization_id AND r.code = post.role_code
WHERE p.organization_id = %s AND a.is_active AND a.email <> '' AND %s = ANY (r.rights)
AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now()) ORDER BY 1
"""
_BODY = """Bonjour,

Voici la tête du journal scellé de votre organisme, au {when} (scellé n° {number}, {lines} lignes).
Gardez ce message : il prouvera plus tard que le journal n’a pas été réécrit. La commande est
./liane verify-journal --heads FICHIER, avec la pièce jointe.

Ce message ne contient aucune donnée sur les personnes.
"""


_TOUCHED = """Bonjour,

En relisant le journal des accès de votre organisme, Liane a trouvé {findings} lignes ou scellés qui ne sont plus tels
qu’ils ont été scellés. Ouvrez la page « Conformité » : elle dit lesquels. Gardez la machine en l’état et prévenez la
personne qui s’occupe de Liane.

Ce message ne contient aucune donnée sur les personnes.
"""


def mail_touched(organization_id: UUID, findings: str) -> int:
    """The journal is not as it was sealed: whoever answers for it is told at once. How many messages left.

    When none could leave, the job fails and is tried again.
    """
    if not settings.MAIL_IS_SET:
        return 0
    with acting_for(organization_id):
        addresses = _addresses(organization_id)
    left = sum(send("Liane : le journal a été touché", _TOUCHED.format(findings=findings), to) for to in addresses)
    if addresses and not left:
        raise ConnectionError("no message could leave")
    return left


def _addresses(organization_id: UUID) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_ADDRESSES, [organization_id, Right.COMPLIANCE_MANAGE.value])
        return [row[0] for row in cursor.fetchall()]


def mail_heads(organization_id: UUID) -> int:
    """One message for each address; none when the house has no mail server or nobody to write to. How many left."""
    if not settings.MAIL_IS_SET:
        return 0
    with acting_for(organization_id):
        seal = last_seal(organization_id)
        addresses = _addresses(organization_id)
    if seal is None:
        return 0
    body = _BODY.format(when=when(seal.sealed_at), number=seal.number, lines=seal.lines)
    head = (f"tete-{seal.number}.jsonl", head_of(seal).line(), "application/jsonl")
    return sum(send("Liane : tête du journal scellé", body, to, attached=head) for to in addresses)
