"""Conversations that pass through the site, so that nobody sees an address."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone

# A name goes into mails: nothing in it may pass for another line, or another header.
one_line = RegexValidator(
    r"[\x00-\x1f\x7f\x85\u2028\u2029]",
    "Écrivez sur une seule ligne, sans saut de ligne ni caractère invisible.",
    inverse_match=True,
)


class Side(models.TextChoices):
    SENDER = "expediteur", "La personne qui a écrit la première"
    OWNER = "profil", "La personne du profil"

    @property
    def other(self) -> "Side":
        return Side.OWNER if self is Side.SENDER else Side.SENDER


class State(models.TextChoices):
    OPEN = "ouverte", "Ouverte"
    CLOSED = "close", "Close"
    FROZEN = "suspendue", "Suspendue par un signalement"


class PayKind(models.TextChoices):
    YEARLY = "an", "Brut par an"
    DAILY = "jour", "Par jour, hors taxes"


def this_morning() -> datetime:
    """Midnight, French time."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


class ConversationQuerySet(models.QuerySet):
    def of(self, user) -> "ConversationQuerySet":
        """Those that this account takes part in, on either side, and has not erased."""
        return self.filter(
            Q(sender=user, erased_by_sender=False) | Q(profile__owner=user, erased_by_owner=False)
        )

    def between(self, profile, sender) -> "ConversationQuerySet":
        return self.filter(profile=profile, sender=sender)

    def refused_lately(self) -> "ConversationQuerySet":
        """Closed by the owner too short a time ago for the same person to write again."""
        return self.filter(
            state=State.CLOSED,
            closed_by=Side.OWNER,
            closed_at__gte=timezone.now() - Conversation.QUIET,
        )

    def unread_by(self, user) -> "ConversationQuerySet":
        unread = Message.objects.unread_by(user).filter(conversation=OuterRef("pk"))
        return self.of(user).filter(Exists(unread))

    def for_list(self, user) -> "ConversationQuerySet":
        """With all that an entry of their list shows, unread first."""
        messages = Message.objects.filter(conversation=OuterRef("pk"))
        return (
            self.of(user)
            .select_related("profile")
            .annotate(
                unread=Exists(messages.unread_by(user)),
                first_words=Subquery(
                    messages.order_by("-sent_at", "-pk").values(words=Left("text", 160))[:1]
                ),
            )
            .order_by("-unread", "-last_at", "-pk")
        )

    def expired(self) -> "ConversationQuerySet":
        """Nothing said for twelve months, or erased on both sides and of no more use."""
        now = timezone.now()
        return self.filter(
            Q(last_at__lt=now - Conversation.KEPT)
            | Q(
                erased_by_sender=True,
                erased_by_owner=True,
                closed_at__lt=now - Conversation.QUIET,
            )
        )

    def started_today_by(self, user) -> "ConversationQuerySet":
        return self.filter(sender=user, created_at__gte=this_morning())

    def left_today(self, user, limit: int | None = None) -> int:
        """How many more people this account may write to for the first time before midnight."""
        limit = Conversation.DAILY_LIMIT if limit is None else limit
        return max(0, limit - self.started_today_by(user).count())


class Conversation(models.Model):
    """What an account and the owner of a profile say to each other."""

    wagtail_reference_index_ignore = True

    DAILY_LIMIT = 10  # new people a day, by sender
    UNPROVEN_LIMIT = 3  # the same, without proof of work
    IN_A_ROW = 3  # messages of the sender without an answer
    KEPT = timedelta(days=365)  # after the last message
    QUIET = timedelta(days=90)  # after the owner closed it, before the same person writes again

    Side = Side
    State = State
    PayKind = PayKind

    profile = models.ForeignKey(
        "directory.Profile", on_delete=models.CASCADE, related_name="conversations"
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations"
    )
    sender_name = models.CharField("votre nom", max_length=80, validators=[one_line])
    organisation = models.CharField(
        "votre organisation", max_length=120, blank=True, validators=[one_line]
    )
    pay_kind = models.CharField(
        "rémunération proposée", max_length=4, choices=PayKind.choices, blank=True
    )
    pay_low = models.PositiveIntegerField("de", null=True, blank=True)
    pay_high = models.PositiveIntegerField("à", null=True, blank=True)
    created_at = models.DateTimeField("commencée", default=timezone.now, editable=False)
    last_at = models.DateTimeField("dernier message", default=timezone.now, editable=False)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField("close", null=True, blank=True, editable=False)
    closed_by = models.CharField(max_length=10, choices=Side.choices, blank=True, editable=False)
    erased_by_sender = models.BooleanField(default=False, editable=False)
    erased_by_owner = models.BooleanField(default=False, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = "conversation"
        verbose_name_plural = "conversations"
        ordering = ["-last_at", "-pk"]
        indexes = [models.Index(fields=["last_at"], name="conversation_last")]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "sender"],
                condition=~Q(state=State.CLOSED),
                name="one_conversation_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True, closed_by="")),
                name="conversation_closed_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.OPEN) | Q(erased_by_sender=False, erased_by_owner=False),
                name="conversation_open_has_two_sides",
            ),
            models.CheckConstraint(
                condition=Q(pay_kind="", pay_low__isnull=True, pay_high__isnull=True)
                | (
                    # A comparison with nothing is no refusal.
                    ~Q(pay_kind="")
                    & Q(pay_low__isnull=False, pay_high__isnull=False)
                    & Q(pay_low__gt=0, pay_low__lte=F("pay_high"))
                ),
                name="conversation_pay_is_a_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender_name} et {self.profile}"

    def get_absolute_url(self) -> str:
        return reverse("directory:conversation", args=[self.pk])

    def side_of(self, user) -> Side:
        return Side.SENDER if self.sender_id == user.pk else Side.OWNER

    def account_of(self, side: Side):
        """The account behind a side; None for a profile that has lost its own."""
        return self.sender if side is Side.SENDER else self.profile.owner

    def name_of(self, side: Side) -> str:
        return self.sender_name if side is Side.SENDER else self.profile.name

    def erased_by(self, side: Side) -> bool:
        return self.erased_by_sender if side is Side.SENDER else self.erased_by_owner

    def say(self, side: Side, text: str) -> "Message":
        """One more message.  Whether this side may write is the form’s question."""
        message = self.messages.create(side=side, text=text)
        self.last_at = message.sent_at
        self.save(update_fields=["last_at"])
        return message

    def awaits_answer(self) -> bool:
        """Whether the sender has said as much as they may before the owner answers."""
        last = self.messages.order_by("-sent_at", "-pk").values_list("side", flat=True)
        sides = list(last[: self.IN_A_ROW])
        return len(sides) == self.IN_A_ROW and Side.OWNER not in sides

    def mark_read_by(self, side: Side) -> None:
        unread = self.messages.filter(side=side.other, read_at=None)
        unread.update(read_at=timezone.now())

    def close(self, side: Side) -> None:
        """Nobody writes any more; nothing changes in one that is closed already."""
        if self.state == State.CLOSED:
            return
        self.state, self.closed_at, self.closed_by = State.CLOSED, timezone.now(), side
        self.save(update_fields=["state", "closed_at", "closed_by"])

    def freeze(self) -> None:
        """Until a moderator has read it; a closed one stays closed."""
        if self.state == State.OPEN:
            self.state = State.FROZEN
            self.save(update_fields=["state"])

    def unfreeze(self) -> None:
        if self.state != State.FROZEN:
            return
        gone = [side for side in Side if self.erased_by(side)]
        if gone:
            self.close(gone[0])
            self.empty_if_erased()
        else:
            self.state = State.OPEN
            self.save(update_fields=["state"])

    def erase(self, side: Side) -> None:
        """Out of this side’s list; the words go at once when the other side has erased them too.

        A frozen one keeps them until a moderator has read it.
        """
        if self.state == State.OPEN:
            self.close(side)
        name = "erased_by_sender" if side is Side.SENDER else "erased_by_owner"
        setattr(self, name, True)
        self.save(update_fields=[name])
        self.empty_if_erased()

    def empty_if_erased(self) -> None:
        """An empty row stays for a while: erasing is no way around a limit or a refusal."""
        if self.state == State.FROZEN or not (self.erased_by_sender and self.erased_by_owner):
            return
        self.messages.all().delete()
        self.sender_name = self.organisation = self.pay_kind = ""
        self.pay_low = self.pay_high = None
        self.save()


class MessageQuerySet(models.QuerySet):
    def sent_by(self, user) -> "MessageQuerySet":
        return self.filter(
            Q(side=Side.SENDER, conversation__sender=user)
            | Q(side=Side.OWNER, conversation__profile__owner=user)
        )

    def unread_by(self, user) -> "MessageQuerySet":
        return self.filter(
            Q(side=Side.OWNER, conversation__sender=user)
            | Q(side=Side.SENDER, conversation__profile__owner=user),
            read_at=None,
        )

    def sent_today(self) -> "MessageQuerySet":
        return self.filter(sent_at__gte=this_morning())

    def left_today(self, user) -> int:
        """How many more messages, answers included, this account may send before midnight."""
        return max(0, Message.DAILY_LIMIT - self.sent_by(user).sent_today().count())


class Message(models.Model):
    wagtail_reference_index_ignore = True

    DAILY_LIMIT = 60  # by account, answers included
    SAME_TEXT_LIMIT = 3  # people who may get the same words in a day

    Side = Side

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages"
    )
    side = models.CharField("de", max_length=10, choices=Side.choices)
    text = models.TextField("votre message", max_length=4000)
    sent_at = models.DateTimeField("envoyé", default=timezone.now, editable=False)
    # Only for the count of what one has not read: the other side is never told.
    read_at = models.DateTimeField("lu", null=True, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="message_has_a_text"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="message_has_a_side"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}, {self.sent_at:%d/%m/%Y}"

    @property
    def author(self) -> str:
        return self.conversation.name_of(Side(self.side))


class BlockQuerySet(models.QuerySet):
    def between(self, profile, account) -> "BlockQuerySet":
        return self.filter(profile=profile, account=account)


class Block(models.Model):
    """An account whose messages a profile receives no more."""

    wagtail_reference_index_ignore = True

    profile = models.ForeignKey(
        "directory.Profile", on_delete=models.CASCADE, related_name="blocks"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocked_by"
    )
    # As the person called themselves: the owner knows no other name of theirs.
    name = models.CharField("nom", max_length=80)
    created_at = models.DateTimeField("depuis", default=timezone.now, editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = "blocage"
        verbose_name_plural = "blocages"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["profile", "account"], name="blocked_once")]

    def __str__(self) -> str:
        return self.name
