"""What people tell the moderators about a conversation or a profile, and what came of it."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from directory.models.contact import Side


class ContactBan(models.Model):
    """An account that may write to nobody; a moderator lifts it by deleting the row."""

    wagtail_reference_index_ignore = True

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        on_delete=models.CASCADE,
        related_name="contact_ban",
    )
    created_at = models.DateTimeField("depuis", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "compte privé de messages"
        verbose_name_plural = "comptes privés de messages"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.account.get_full_name() or f"compte n°\u00a0{self.account_id}"


class ReportQuerySet(models.QuerySet):
    def pending(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.PENDING)

    def for_list(self) -> "ReportQuerySet":
        return self.select_related(
            "profile__owner", "conversation__profile__owner", "conversation__sender", "reporter"
        )


class Report(models.Model):
    wagtail_reference_index_ignore = True

    class Reason(models.TextChoices):
        ADVERTISING = "publicite", "Publicité ou envoi en nombre"
        FRAUD = "escroquerie", "Tentative d’escroquerie"
        HARASSMENT = "harcelement", "Harcèlement ou menaces"
        HATE = "haine", "Propos haineux ou discriminatoires"
        FALSE = "faux", "Fausse identité ou fausses informations"
        OTHER = "autre", "Autre chose"

    class State(models.TextChoices):
        PENDING = "a-traiter", "À traiter"
        HANDLED = "traite", "Traité"

    class Decision(models.TextChoices):
        DISMISSED = "sans-suite", "Classer sans suite"
        BANNED = "bloque", "Empêcher ce compte d’écrire à qui que ce soit"
        HIDDEN = "masque", "Retirer le profil du site"

    conversation = models.ForeignKey(
        "directory.Conversation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
    )
    profile = models.ForeignKey(
        "directory.Profile",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reports",
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reports"
    )
    reason = models.CharField("motif", max_length=12, choices=Reason.choices)
    text = models.TextField("précisions", max_length=2000, blank=True)
    created_at = models.DateTimeField("reçu", default=timezone.now, editable=False)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.PENDING)
    decision = models.CharField("décision", max_length=10, choices=Decision.choices, blank=True)
    note = models.TextField("note de la modération", max_length=2000, blank=True)
    handled_at = models.DateTimeField("traité", null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "signalement"
        verbose_name_plural = "signalements"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(conversation__isnull=True, profile__isnull=False)
                | Q(conversation__isnull=False, profile__isnull=True),
                name="report_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="a-traiter", decision="", handled_at__isnull=True)
                | (Q(state="traite", handled_at__isnull=False) & ~Q(decision="")),
                name="report_handled_has_a_decision",
            ),
            models.UniqueConstraint(
                fields=["reporter", "conversation"],
                condition=Q(state="a-traiter", conversation__isnull=False),
                name="conversation_reported_once",
            ),
            models.UniqueConstraint(
                fields=["reporter", "profile"],
                condition=Q(state="a-traiter", profile__isnull=False),
                name="profile_reported_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.subject}"

    @property
    def subject(self) -> str:
        """In a moderator’s list: never an address."""
        if self.profile_id:
            return f"profil de {self.profile}"
        return f"conversation de {self.conversation.sender_name} avec {self.conversation.profile}"

    @property
    def accused_side(self) -> Side | None:
        """Of a conversation: the side that did not report it."""
        if not self.conversation_id:
            return None
        return self.conversation.side_of(self.reporter).other

    @property
    def accused(self):
        """The account complained of; None for a profile without one."""
        if self.profile_id:
            return self.profile.owner
        return self.conversation.account_of(self.accused_side)

    @property
    def accused_profile(self):
        """The profile that a moderator may take off the site; None when there is none online."""
        account = self.accused
        profile = self.profile or (getattr(account, "profile", None) if account else None)
        return profile if profile and profile.live else None

    @transaction.atomic
    def handle(self, decision: str, note: str, moderator) -> None:
        """Do what was decided.  A conversation opens again unless its author is banned.

        Raises ValueError when it was handled already, or the decision has no object.
        """
        locked = Report.objects.select_for_update().get(pk=self.pk)
        if locked.state == self.State.HANDLED:
            raise ValueError("déjà traité")
        if decision == self.Decision.BANNED:
            if self.accused is None:
                raise ValueError("aucun compte à bloquer")
            ContactBan.objects.get_or_create(account=self.accused)
        elif decision == self.Decision.HIDDEN:
            if self.accused_profile is None:
                raise ValueError("aucun profil en ligne")
            self.accused_profile.withdraw(moderator)
        self.state, self.decision, self.note = self.State.HANDLED, decision, note
        self.handled_at, self.handled_by = timezone.now(), moderator
        self.save()
        if self.conversation_id and not self.conversation.reports.pending().exists():
            self.settle()

    def settle(self) -> None:
        """Give back a conversation that was frozen, or close it for good."""
        if self.decision == self.Decision.DISMISSED:
            self.conversation.unfreeze()
        else:
            self.conversation.close(self.accused_side.other)
            self.conversation.empty_if_erased()
