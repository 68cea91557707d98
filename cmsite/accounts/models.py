import secrets
from datetime import datetime, timedelta
from typing import BinaryIO

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.files import File
from django.core.files.storage import storages
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

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

    def forget_unconfirmed(self) -> int:
        """Delete these accounts; how many."""
        return self.never_confirmed().delete()[1].get("accounts.User", 0)


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
        self.forget_unconfirmed()
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

    def erase(self) -> None:
        """Delete the account, its profile and every trace that names the person."""
        from cmsite.accounts.erasure import erase

        erase(self)


class Session(AbstractBaseSession):
    """What a browser signed in with; `account` is a number and no foreign key: it is written on
    every sign-in and must not stand in the way of anything."""

    account = models.BigIntegerField("compte", null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls):
        from cmsite.accounts.sessions import SessionStore

        return SessionStore


class TakeoutQuerySet(models.QuerySet):
    def stale(self) -> "TakeoutQuerySet":
        return self.filter(asked_at__lt=timezone.now() - Takeout.LIFE)

    def forget(self) -> int:
        """Delete these copies and their files; how many there were."""
        count = 0
        for takeout in self:
            takeout.forget()
            count += 1
        return count


class Takeout(models.Model):
    """A copy of all that is known of somebody, made at their request and kept for a day."""

    wagtail_reference_index_ignore = True

    LIFE = timedelta(hours=24)
    # A copy takes seconds: one that is not there by then met a fault.
    PATIENCE = timedelta(minutes=5)

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="takeout")
    asked_at = models.DateTimeField("demandée", default=timezone.now)
    # In private storage; empty until the copy is made.
    name = models.CharField("archive", max_length=80, blank=True)

    objects = TakeoutQuerySet.as_manager()

    class Meta:
        verbose_name = "copie de données"
        verbose_name_plural = "copies de données"

    def __str__(self) -> str:
        return f"Copie demandée le {self.asked_at:%d/%m/%Y}"

    @property
    def is_ready(self) -> bool:
        return bool(self.name) and self.expires_at > timezone.now()

    @property
    def is_in_the_making(self) -> bool:
        return not self.name and timezone.now() - self.asked_at < self.PATIENCE

    @property
    def expires_at(self) -> datetime:
        return self.asked_at + self.LIFE

    def forget(self) -> None:
        if self.name:
            storages["private"].delete(self.name)
        self.delete()

    def keep(self, content: BinaryIO) -> bool:
        """Put the copy where its owner finds it; False when it was erased or asked anew since."""
        name = storages["private"].save(f"donnees/{secrets.token_urlsafe(16)}.zip", File(content))
        asked = Takeout.objects.filter(pk=self.pk, asked_at=self.asked_at, name="")
        if not asked.update(name=name):
            storages["private"].delete(name)
            return False
        return True


class InvitationQuerySet(models.QuerySet):
    def today(self) -> "InvitationQuerySet":
        """Since midnight, French time."""
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return self.filter(sent_at__gte=midnight)


class Invitation(models.Model):
    """That an address was written to once; the address itself is not kept."""

    wagtail_reference_index_ignore = True

    DAILY_LIMIT = 5

    inviter = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="invitations"
    )
    # HMAC of the address: answers « was it written to? », tells nothing of it.
    digest = models.CharField("empreinte", max_length=64, unique=True)
    sent_at = models.DateTimeField("envoyée", default=timezone.now)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        verbose_name_plural = "invitations"

    def __str__(self) -> str:
        return f"Invitation du {self.sent_at:%d/%m/%Y}"
