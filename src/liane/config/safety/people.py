"""What doctor looks at among the accounts: in numbers, and by login for those who administer the instance; about no record."""

from collections.abc import Iterator
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from liane.access.models import Role, RoleChange
from liane.access.role_news import news_of
from liane.config.demo.cast import PASSWORD
from liane.config.safety.findings import Finding, good, grave, watch
from liane.professionals.models import Account, PractitionerRole

DORMANT, GIVEN = timedelta(days=90), timedelta(days=7)
MOST = 40  # passwords tried: each try takes a tenth of a second, on purpose
KNOWN = (PASSWORD, "liane", "admin", "password", "motdepasse", "changeme")


def accounts() -> QuerySet[Account]:
    """Those who can come in."""
    return Account.objects.using("owner").filter(is_active=True)


def told(count: int, one: str, many: str) -> str:
    """«1 compte a …», «3 comptes ont …»; zero is singular in French."""
    return f"{count} {one if count < 2 else many}"


def passwords() -> Iterator[Finding]:
    """Passwords that everybody knows; the same hash twice is the same password, copied."""
    copied = list(accounts().values("password").annotate(n=Count("pk")).filter(n__gt=1).values_list("n", flat=True))
    first = accounts().order_by("-is_instance_admin", "date_joined")[:MOST]
    open_ = [a.login for a in first if any(check_password(word, a.password) for word in (*KNOWN, a.login))]
    if copied or open_:
        many = max([*copied, len(open_)])
        yield grave(
            "Mots de passe",
            f"{many} comptes ont un mot de passe connu ou copié"
            if many > 1
            else f"le compte {open_[0]} a un mot de passe connu",
            "Renouvelez-les depuis Équipe et droits ; une maison de démonstration ne sert pas pour de vraies personnes.",
        )
    else:
        yield good("Mots de passe", "aucun mot de passe connu parmi les comptes essayés")
    old = accounts().filter(is_password_given=True, date_joined__lt=timezone.now() - GIVEN).count()
    if old:
        given = "depuis plus d’une semaine le mot de passe"
        said = told(old, f"compte garde {given} qui lui a été remis", f"comptes gardent {given} qui leur a été remis")
        yield watch("Mots de passe", said, "Demandez à ces personnes de se connecter, ou fermez leur compte.")


def second_factors() -> Iterator[Finding]:
    """Who proves her identity twice."""
    has = Exists(Authenticator.objects.using("owner").filter(user_id=OuterRef("pk")))
    bare = list(accounts().filter(~Q(has), is_instance_admin=True).values_list("login", flat=True))
    if bare:
        yield grave("Second facteur", f"administre l’instance sans second facteur : {', '.join(bare[:5])}",
                    "Connectez-vous avec ce compte, puis ouvrez Mon compte pour en ajouter un.")  # fmt: skip
    whole, with_one = accounts().count(), accounts().filter(has).count()
    said = told(with_one, f"compte sur {whole} a un second facteur", f"comptes sur {whole} ont un second facteur")
    if whole and with_one < whole:
        yield watch(
            "Second facteur", said, "Fixez la date à partir de laquelle il est demandé (réglages de l’organisme)."
        )
    else:
        yield good("Second facteur", said)


def roles() -> Iterator[Finding]:
    """Rights that this version proposes and that the management of a house has not looked at: nothing is given by itself."""
    held = Role.objects.using("owner").filter(retired_at=None)
    count = sum(len(one.things) for one in news_of(held, RoleChange.objects.using("owner")))
    if count:
        yield watch(
            "Rôles",
            told(count, "nouveau droit proposé attend une décision", "nouveaux droits proposés attendent une décision"),
            "La direction ouvre Équipe et droits, Les rôles, puis «\u00a0Nouveaux droits proposés\u00a0».",
        )
    else:
        yield good("Rôles", "aucun nouveau droit n’attend")


def dormant() -> Iterator[Finding]:
    """Accounts that nobody uses, or that no post explains any more."""
    now = timezone.now()
    limit = now - DORMANT
    asleep = accounts().filter(Q(last_login__lt=limit) | Q(last_login=None, date_joined__lt=limit)).count()
    if asleep:
        yield watch("Comptes", told(asleep, "compte n’a pas servi depuis trois mois", "comptes n’ont pas servi depuis trois mois"),
                    "Revue des droits : mettez fin aux postes de celles et ceux qui sont partis.")  # fmt: skip
    held = PractitionerRole.objects.using("owner").filter(practitioner__account_id=OuterRef("pk"))
    current = held.filter(Q(ends_at=None) | Q(ends_at__gt=now))
    lost = accounts().filter(~Exists(current), is_instance_admin=False).count()
    if lost:
        said = told(lost, "compte reste ouvert sans aucun poste", "comptes restent ouverts sans aucun poste")
        yield watch("Comptes", said, "Fermez les comptes inutiles depuis Équipe et droits.")
    endless = PractitionerRole.objects.using("owner").filter(ends_at=None).count()
    if endless:
        yield watch("Comptes", told(endless, "poste n’a pas de date de fin", "postes n’ont pas de date de fin"),
                    "Normal pour un contrat sans terme ; donnez une fin aux autres à la prochaine revue des droits.")  # fmt: skip
    if not asleep and not lost:
        yield good("Comptes", "tous servent et ont un poste")
