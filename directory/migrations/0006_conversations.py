"""Messages of one person to one profile become a conversation."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

ONE_LINE = django.core.validators.RegexValidator(
    "[\\x00-\\x1f\\x7f\\x85\\u2028\\u2029]",
    "Écrivez sur une seule ligne, sans saut de ligne ni caractère invisible.",
    inverse_match=True,
)
SIDES = [
    ("expediteur", "La personne qui a écrit la première"),
    ("profil", "La personne du profil"),
]
ACCOUNT = settings.AUTH_USER_MODEL
now = django.utils.timezone.now


def check(schema_editor):
    """PostgreSQL alters no table whose foreign keys it has still to check."""
    schema_editor.connection.check_constraints()


def gather(apps, schema_editor):
    """Every message was delivered by mail: all count as read."""
    Conversation = apps.get_model("directory", "Conversation")
    Message = apps.get_model("directory", "Message")
    found = {}
    for message in Message.objects.order_by("sent_at", "pk").iterator():
        pair = (message.profile_id, message.sender_id)
        if pair not in found:
            found[pair] = Conversation.objects.create(
                profile_id=message.profile_id,
                sender_id=message.sender_id,
                sender_name=message.sender_name,
                organisation=message.organisation,
                created_at=message.sent_at,
            )
        conversation = found[pair]
        conversation.last_at = message.sent_at
        conversation.save(update_fields=["last_at"])
        Message.objects.filter(pk=message.pk).update(
            conversation=conversation, side="expediteur", read_at=message.sent_at
        )
    check(schema_editor)


def scatter(apps, schema_editor):
    """Answers had no place in the former table: they are lost on the way back."""
    Message = apps.get_model("directory", "Message")
    Message.objects.filter(side="profil").delete()
    for message in Message.objects.select_related("conversation").iterator():
        conversation = message.conversation
        Message.objects.filter(pk=message.pk).update(
            profile=conversation.profile_id,
            sender=conversation.sender_id,
            sender_name=conversation.sender_name,
            organisation=conversation.organisation,
        )
    check(schema_editor)


def key():
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


def many_to_one(to, name, *, delete=django.db.models.deletion.CASCADE, **options):
    return models.ForeignKey(on_delete=delete, related_name=name, to=to, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_change"),
        migrations.swappable_dependency(ACCOUNT),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                key(),
                (
                    "sender_name",
                    models.CharField(
                        max_length=80, validators=[ONE_LINE], verbose_name="votre nom"
                    ),
                ),
                (
                    "organisation",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[ONE_LINE],
                        verbose_name="votre organisation",
                    ),
                ),
                (
                    "pay_kind",
                    models.CharField(
                        blank=True,
                        choices=[("an", "Brut par an"), ("jour", "Par jour, hors taxes")],
                        max_length=4,
                        verbose_name="rémunération proposée",
                    ),
                ),
                ("pay_low", models.PositiveIntegerField(blank=True, null=True, verbose_name="de")),
                ("pay_high", models.PositiveIntegerField(blank=True, null=True, verbose_name="à")),
                (
                    "created_at",
                    models.DateTimeField(default=now, editable=False, verbose_name="commencée"),
                ),
                (
                    "last_at",
                    models.DateTimeField(
                        default=now, editable=False, verbose_name="dernier message"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ouverte", "Ouverte"),
                            ("close", "Close"),
                            ("suspendue", "Suspendue par un signalement"),
                        ],
                        default="ouverte",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="close"
                    ),
                ),
                (
                    "closed_by",
                    models.CharField(blank=True, choices=SIDES, editable=False, max_length=10),
                ),
                ("erased_by_sender", models.BooleanField(default=False, editable=False)),
                ("erased_by_owner", models.BooleanField(default=False, editable=False)),
                ("profile", many_to_one("directory.profile", "conversations")),
                ("sender", many_to_one(ACCOUNT, "conversations")),
            ],
            options={
                "verbose_name": "conversation",
                "verbose_name_plural": "conversations",
                "ordering": ["-last_at", "-pk"],
                "indexes": [models.Index(fields=["last_at"], name="conversation_last")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=~Q(state="close"),
                        fields=("profile", "sender"),
                        name="one_conversation_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="close", closed_at__isnull=False)
                        | (~Q(state="close") & Q(closed_at__isnull=True, closed_by="")),
                        name="conversation_closed_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="ouverte")
                        | Q(erased_by_sender=False, erased_by_owner=False),
                        name="conversation_open_has_two_sides",
                    ),
                    models.CheckConstraint(
                        condition=Q(pay_kind="", pay_low__isnull=True, pay_high__isnull=True)
                        | (
                            ~Q(pay_kind="")
                            & Q(pay_low__isnull=False, pay_high__isnull=False)
                            & Q(pay_low__gt=0, pay_low__lte=F("pay_high"))
                        ),
                        name="conversation_pay_is_a_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                key(),
                ("name", models.CharField(max_length=80, verbose_name="nom")),
                (
                    "created_at",
                    models.DateTimeField(default=now, editable=False, verbose_name="depuis"),
                ),
                ("account", many_to_one(ACCOUNT, "blocked_by")),
                ("profile", many_to_one("directory.profile", "blocks")),
            ],
            options={
                "verbose_name": "blocage",
                "verbose_name_plural": "blocages",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("profile", "account"), name="blocked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactBan",
            fields=[
                key(),
                (
                    "created_at",
                    models.DateTimeField(default=now, editable=False, verbose_name="depuis"),
                ),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_ban",
                        to=ACCOUNT,
                        verbose_name="compte",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte privé de messages",
                "verbose_name_plural": "comptes privés de messages",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        # The former columns become optional first, so that the way back can fill them again.
        migrations.AlterField(
            "message", "profile", many_to_one("directory.profile", "messages", null=True)
        ),
        migrations.AlterField(
            "message", "sender", many_to_one(ACCOUNT, "sent_messages", null=True)
        ),
        migrations.AlterField(
            "message",
            "sender_name",
            models.CharField(
                default="", max_length=80, validators=[ONE_LINE], verbose_name="votre nom"
            ),
        ),
        migrations.AlterField(
            "message",
            "organisation",
            models.CharField(
                blank=True,
                default="",
                max_length=120,
                validators=[ONE_LINE],
                verbose_name="votre organisation",
            ),
        ),
        migrations.AlterField(
            "message",
            "sent_at",
            models.DateTimeField(default=now, editable=False, verbose_name="envoyé"),
        ),
        migrations.AddField(
            "message", "conversation", many_to_one("directory.conversation", "messages", null=True)
        ),
        migrations.AddField(
            "message",
            "side",
            models.CharField(choices=SIDES, default="expediteur", max_length=10, verbose_name="de"),
        ),
        migrations.AddField(
            "message",
            "read_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="lu"),
        ),
        migrations.RunPython(gather, scatter),
        migrations.AlterField(
            "message", "conversation", many_to_one("directory.conversation", "messages")
        ),
        migrations.AlterField(
            "message", "side", models.CharField(choices=SIDES, max_length=10, verbose_name="de")
        ),
        migrations.RemoveField("message", "profile"),
        migrations.RemoveField("message", "sender"),
        migrations.RemoveField("message", "sender_name"),
        migrations.RemoveField("message", "organisation"),
        migrations.AlterModelOptions(
            "message",
            {
                "ordering": ["sent_at", "pk"],
                "verbose_name": "message",
                "verbose_name_plural": "messages",
            },
        ),
        migrations.AddConstraint(
            "message", models.CheckConstraint(condition=~Q(text=""), name="message_has_a_text")
        ),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=Q(side__in=["expediteur", "profil"]), name="message_has_a_side"
            ),
        ),
    ]
