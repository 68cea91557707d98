from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from wagtail.models import ModelLogEntry

UNCONFIRMED_LIFE = timedelta(days=1)


class UserQuerySet(models.QuerySet):
    def never_confirmed(self) -> "UserQuerySet":
        """Accounts opened by typing an address, whose code nobody entered in time."""
        return self.filter(
            last_login=None,
            is_staff=False,
            date_joined__lt=timezone.now() - UNCONFIRMED_LIFE,
            emailaddress__verified=False,
        ).exclude(emailaddress__verified=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Raises ValueError without an address."""
        if not email:
            raise ValueError("Une adresse électronique est nécessaire.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)  # None: an unusable password, the code by mail is the way in
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def newcomer(self, email: str) -> "User | None":
        """A new account for an address, or None when that address has one (a closed one).

        Sweeps what earlier typing errors left behind, so that nothing needs a timetable.
        """
        self.never_confirmed().delete()
        if self.filter(email__iexact=email).exists():
            return None
        return self.create_user(email)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in.  The name is only what the admin and our mails call them."""

    email = models.EmailField(
        "adresse électronique",
        unique=True,
        error_messages={"unique": "Cette adresse a déjà un compte."},
    )
    first_name = models.CharField("prénom", max_length=60, blank=True)
    last_name = models.CharField("nom", max_length=60, blank=True)
    is_staff = models.BooleanField("membre de l’équipe", default=False)
    is_active = models.BooleanField("actif", default=True)
    date_joined = models.DateTimeField("inscription", default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message="Cette adresse a déjà un compte.",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email.split("@")[0]

    def ensure_address_record(self) -> None:
        """allauth signs in by its own record of an address; admin-made accounts lack one."""
        EmailAddress.objects.get_or_create(
            user=self, email=self.email.lower(), defaults={"primary": True}
        )

    @transaction.atomic
    def erase(self) -> None:
        """Delete the account, its profile and every trace that names the person.

        Revisions and files go with the profile; Wagtail’s log keeps titles and must be told.
        """
        profile = getattr(self, "profile", None)
        if profile is not None:
            ModelLogEntry.objects.for_instance(profile).delete()
        ModelLogEntry.objects.filter(user=self).delete()
        self.delete()
