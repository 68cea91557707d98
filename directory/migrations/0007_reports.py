"""What people report, and the right of moderators to read and settle it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

GROUP = "Modération"
ACCOUNT = settings.AUTH_USER_MODEL
now = django.utils.timezone.now


def entitle(apps, schema_editor):
    """Moderators read reports and decide; nobody writes one in the admin."""
    # Data migrations run before post_migrate creates content types and permissions.
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    for model, actions in {"report": ("view", "change"), "contactban": ("view", "delete")}.items():
        kind = ContentType.objects.get_or_create(app_label="directory", model=model)[0]
        for action in actions:
            permission, _ = Permission.objects.get_or_create(
                content_type=kind,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            group.permissions.add(permission)


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
        ("directory", "0006_conversations"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(ACCOUNT),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                key(),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("publicite", "Publicité ou envoi en nombre"),
                            ("escroquerie", "Tentative d’escroquerie"),
                            ("harcelement", "Harcèlement ou menaces"),
                            ("haine", "Propos haineux ou discriminatoires"),
                            ("faux", "Fausse identité ou fausses informations"),
                            ("autre", "Autre chose"),
                        ],
                        max_length=12,
                        verbose_name="motif",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="précisions")),
                (
                    "created_at",
                    models.DateTimeField(default=now, editable=False, verbose_name="reçu"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("a-traiter", "À traiter"), ("traite", "Traité")],
                        default="a-traiter",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sans-suite", "Classer sans suite"),
                            ("bloque", "Empêcher ce compte d’écrire à qui que ce soit"),
                            ("masque", "Retirer le profil du site"),
                        ],
                        max_length=10,
                        verbose_name="décision",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="note de la modération"
                    ),
                ),
                (
                    "handled_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="traité"
                    ),
                ),
                (
                    "conversation",
                    many_to_one("directory.conversation", "reports", blank=True, null=True),
                ),
                ("profile", many_to_one("directory.profile", "reports", blank=True, null=True)),
                ("reporter", many_to_one(ACCOUNT, "reports")),
                (
                    "handled_by",
                    many_to_one(
                        ACCOUNT,
                        "+",
                        delete=django.db.models.deletion.SET_NULL,
                        blank=True,
                        editable=False,
                        null=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "signalement",
                "verbose_name_plural": "signalements",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
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
                        fields=("reporter", "conversation"),
                        condition=Q(state="a-traiter", conversation__isnull=False),
                        name="conversation_reported_once",
                    ),
                    models.UniqueConstraint(
                        fields=("reporter", "profile"),
                        condition=Q(state="a-traiter", profile__isnull=False),
                        name="profile_reported_once",
                    ),
                ],
            },
        ),
        # Undoing leaves the rights in place: the group may have members by then.
        migrations.RunPython(entitle, migrations.RunPython.noop),
    ]
