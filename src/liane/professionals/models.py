"""Those who work here: the account that signs in, the professional it belongs to, and her dated posts."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Upper

from liane.kit.ids import uuid7
from liane.kit.models import OrganizationModel


class AccountManager(BaseUserManager["Account"]):
    """Accounts are found by their login, capital letters or not."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login__iexact=username)

    def create_account(self, login: str, password: str | None = None, **fields: object) -> "Account":
        """One account = one human being (generic accounts are refused, CNIL)."""
        account = self.model(login=login.lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """What signs in. It holds no right: rights come from the dated posts of its practitioners."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    login = models.CharField("nom de connexion", max_length=150, unique=True)
    email = models.EmailField("adresse électronique", blank=True)
    slug = models.SlugField("repère de la démonstration", blank=True)
    is_active = models.BooleanField("actif", default=True)
    is_instance_admin = models.BooleanField("administre l’instance, sans accès aux dossiers", default=False)
    is_password_given = models.BooleanField("mot de passe remis, à changer", db_default=False)
    password_at = models.DateTimeField("mot de passe choisi le", null=True)
    refused = models.PositiveIntegerField("mauvais mots de passe depuis la dernière connexion", db_default=0)
    pin = models.CharField("code du poste partagé", max_length=128, blank=True, db_default="")
    date_joined = models.DateTimeField("créé le", auto_now_add=True)

    objects = AccountManager()
    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    is_staff = False
    is_superuser = False

    class Meta:
        verbose_name = "compte"
        constraints = [models.UniqueConstraint(Upper("login"), name="account_login_once")]
        indexes = [models.Index(Upper("email"), name="account_email")]

    def __str__(self) -> str:
        return self.login


class Session(AbstractBaseSession):
    """A sign-in that can be ended from the server. Its clock is kept beside it: 30 min idle, 12 h at most (C3)."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    organization_id = models.UUIDField("organisme choisi", null=True)
    unit_id = models.UUIDField("unité choisie", null=True)
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    browser = models.CharField("navigateur", max_length=60, db_default="")
    origin = models.CharField("d’où", max_length=60, db_default="")
    device = models.ForeignKey("SharedDevice", models.CASCADE, null=True, related_name="sessions")
    is_locked = models.BooleanField("verrouillée", db_default=False)

    class Meta:
        verbose_name = "session"


class Tries(models.Model):
    """Tries of sign-in, counted for all the workers at once: neither who nor from where, only a digest and dates."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    nonce = models.UUIDField(default=uuid7)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "essais de connexion"


class Practitioner(OrganizationModel):
    """A professional in one organisme. Amine, DPO of twelve, is twelve practitioners and one account."""

    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="practitioners", verbose_name="compte")
    first_name = models.CharField("prénom", max_length=100)
    last_name = models.CharField("nom", max_length=100)
    profession = models.CharField("métier", max_length=120)
    rpps = models.CharField("RPPS", max_length=11, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)

    class Meta:
        verbose_name = "professionnel"
        indexes = [models.Index(fields=["account"], name="practitioner_account")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class PractitionerRole(OrganizationModel):
    """A dated post: which role, where (whole organisme, one facility, or one unit), from when to when."""

    practitioner = models.ForeignKey(Practitioner, models.CASCADE, related_name="posts", verbose_name="professionnel")
    role_code = models.SlugField("rôle")
    facility = models.ForeignKey("organizations.Facility", models.PROTECT, null=True, verbose_name="établissement")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, verbose_name="unité")
    starts_at = models.DateTimeField("depuis")
    ends_at = models.DateTimeField("jusqu’à", null=True)

    class Meta:
        verbose_name = "poste"
        indexes = [
            models.Index(fields=["practitioner"], name="post_practitioner"),
            models.Index(fields=["unit"], name="post_unit"),
        ]


class SharedDevice(OrganizationModel):
    """Poste partagé: a computer or tablet of a team, enrolled by its head of service. There, a face and six figures are enough."""

    name = models.CharField("nom", max_length=80)
    facility = models.ForeignKey("organizations.Facility", models.PROTECT, null=True, verbose_name="établissement")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, verbose_name="unité")
    secret = models.CharField("empreinte du secret", max_length=64)
    hours = models.PositiveSmallIntegerField("heures pendant lesquelles le code suffit", default=12)
    enrolled_by = models.ForeignKey(Practitioner, models.PROTECT, related_name="+", verbose_name="déclaré par")
    enrolled_at = models.DateTimeField("déclaré le", auto_now_add=True)
    ended_at = models.DateTimeField("retiré le", null=True)

    class Meta:
        verbose_name = "poste partagé"


class DevicePresence(OrganizationModel):
    """A full sign-in of somebody on a shared device: for the hours that follow, her six figures are enough there (RIE, C-013)."""

    device = models.ForeignKey(SharedDevice, models.CASCADE, related_name="presences")
    practitioner = models.ForeignKey(Practitioner, models.CASCADE, related_name="+", verbose_name="professionnel")
    since = models.DateTimeField("connexion complète")

    class Meta:
        verbose_name = "présence sur un poste partagé"
        constraints = [models.UniqueConstraint(fields=["device", "practitioner"], name="presence_once")]


class SignInRule(OrganizationModel):
    """What a house asks of those who come in: a second factor, from a day on (référentiel d’identification électronique)."""

    second_factor_from = models.DateField("second facteur demandé à partir du", null=True)

    class Meta:
        verbose_name = "règle de connexion"
        constraints = [models.UniqueConstraint(fields=["organization"], name="sign_in_rule_once")]
