"""Profiles as rows of a table, in and out.

In bulk, no signal runs: this file does by hand what publishing through Wagtail would do, in the
same transaction: revisions, links between them and the rows, the log, the search index.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from import_export import fields, instance_loaders, resources, widgets
from wagtail.models import ModelLogEntry, Revision
from wagtail.search.backends import get_search_backend

from directory.changes import Change
from directory.models import Occupation, Profile, Skill
from directory.spreadsheets import harmless
from map.forms import CommuneField
from map.gazetteer import fold

BATCH = 500
REQUIRED_COLUMNS = ("nom", "titre", "métiers", "statut", "commune")
SEPARATOR = "|"
# The columns an import changes on a profile that exists.
WRITTEN = (
    "name",
    "headline",
    "status",
    "employer",
    "since",
    "commune",
    "precision",
    "biography",
    "availability",
    "website",
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "updated_at",
)
WAITING_CHANGES = (
    "Ce profil a des modifications que personne n’a encore relues\u202f: "
    "l’import les écraserait. Publiez-les ou refusez-les d’abord."
)


class OneOf(widgets.Widget):
    """A choice of a TextChoices, by code or by label, whatever the case and accents."""

    def __init__(self, choices, what: str, default: str = ""):
        super().__init__()
        self.labels = dict(choices)
        self.codes = {fold(text): code for code, label in choices for text in (code, label)}
        self.what, self.default = what, default

    def clean(self, value, row=None, **kwargs) -> str:
        if not value and self.default:
            return self.default
        code = self.codes.get(fold(value or ""))
        if code is None:
            known = ", ".join(self.labels.values())
            raise ValueError(f"{self.what} inconnu\u202f: « {value} ». Choix possibles : {known}.")
        return code

    def render(self, value, obj=None, **kwargs) -> str:
        return self.labels.get(value, "")


class NamedMany(widgets.Widget):
    """Rows of a small table, by name or code, separated by | (or by commas)."""

    def __init__(self, model, code: str, what: str):
        super().__init__()
        self.model, self.code, self.what = model, code, what
        self.known: dict[str, object] = {}

    def load(self) -> None:
        self.known = {
            fold(key): item
            for item in self.model.objects.all()
            for key in (item.name, getattr(item, self.code))
        }

    def clean(self, value, row=None, **kwargs) -> list:
        separator = SEPARATOR if SEPARATOR in (value or "") else ","
        names = [name.strip() for name in (value or "").split(separator) if name.strip()]
        unknown = [name for name in names if fold(name) not in self.known]
        if unknown:
            raise ValueError(f"{self.what} : « {' », « '.join(unknown)} ».")
        return list(dict.fromkeys(self.known[fold(name)] for name in names))

    def render(self, value, obj=None, **kwargs) -> str:
        return f" {SEPARATOR} ".join(item.name for item in value.all())


class Place(widgets.Widget):
    """A commune, by whatever the public form understands."""

    def __init__(self):
        super().__init__()
        self.field = CommuneField()
        self.seen: dict[str, object] = {}

    def clean(self, value, row=None, **kwargs):
        if value not in self.seen:
            try:
                self.seen[value] = self.field.clean(value)
            except ValidationError as error:
                self.seen[value] = " ".join(error.messages)
        found = self.seen[value]
        if isinstance(found, str):
            raise ValueError(found)
        return found

    def render(self, value, obj=None, **kwargs) -> str:
        return str(value)


class Month(widgets.DateWidget):
    def __init__(self):
        super().__init__(format="%Y-%m")
        self.formats = ["%Y-%m", "%m/%Y", "%Y-%m-%d", "%d/%m/%Y"]

    def clean(self, value, row=None, **kwargs):
        try:
            return super().clean(value, row, **kwargs)
        except ValueError:
            raise ValueError(f"Mois illisible : « {value} ». Écrivez 2021-03.") from None


class ProfileResource(resources.ModelResource):
    """`import_data(…, publish=bool, user=User)`: all rows or none.

    A row whose `adresse` is that of a profile updates it, any other creates one without owner.
    Published, it is live at once; otherwise it waits as a draft, and a live profile stays as it
    was.
    """

    slug = fields.Field("slug", "adresse", default="")
    name = fields.Field("name", "nom")
    headline = fields.Field("headline", "titre")
    occupations = fields.Field(
        "occupations", "métiers", NamedMany(Occupation, "code", "Métier inconnu")
    )
    status = fields.Field("status", "statut", OneOf(Profile.Status.choices, "Statut"))
    employer = fields.Field("employer", "employeur", default="")
    since = fields.Field("since", "depuis", Month())
    commune = fields.Field("commune", "commune", Place())
    precision = fields.Field(
        "precision",
        "lieu affiché",
        OneOf(Profile.Precision.choices, "Lieu affiché", Profile.Precision.COMMUNE),
    )
    biography = fields.Field("biography", "biographie", default="")
    skills = fields.Field("skills", "compétences", NamedMany(Skill, "slug", "Compétence inconnue"))
    availability = fields.Field(
        "availability",
        "disponibilité",
        OneOf(Profile.Availability.choices, "Choix", Profile.Availability.LISTENING),
    )
    website = fields.Field("website", "site", default="")

    class Meta:
        model = Profile
        import_id_fields = ["slug"]
        # Accounts, addresses and files never leave through here, nor come in.
        fields = (
            "slug",
            "name",
            "headline",
            "occupations",
            "status",
            "employer",
            "since",
            "commune",
            "precision",
            "biography",
            "skills",
            "availability",
            "website",
        )
        use_bulk = True
        batch_size = BATCH
        skip_diff = True
        store_instance = True
        instance_loader_class = instance_loaders.CachedInstanceLoader

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.created: list[Profile] = []
        self.updated: list[Profile] = []

    def get_queryset(self):
        return Profile.objects.prefetch_related("occupations", "skills", "experiences")

    def export_field(self, field, instance, **kwargs) -> str:
        return harmless(str(super().export_field(field, instance, **kwargs) or ""))

    # --- In: check ----------------------------------------------------------------------------

    def before_import(self, dataset, **kwargs) -> None:
        self.fields["occupations"].widget.load()
        self.fields["skills"].widget.load()
        if "adresse" not in dataset.headers:
            dataset.append_col([""] * len(dataset), header="adresse")
        self.taken = set(Profile.objects.values_list("slug", flat=True))
        self.seen: set[str] = set()
        self.namesakes: dict[str, int] = {}

    def after_init_instance(self, instance, new, row, **kwargs) -> None:
        if new:
            instance.live = False
            instance.experiences = []
        elif instance.has_unpublished_changes:
            raise ValidationError(WAITING_CHANGES)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """The model’s own checks of each field, without one query a row."""
        errors = dict(import_validation_errors or {})
        # Checked by their widgets; the two files and the rest do not come from the row.
        known = [name for name in self._meta.fields if name not in ("commune", "slug")]
        others = [f.name for f in Profile._meta.fields if f.name not in known]
        try:
            instance.clean_fields(exclude=[*others, *errors])
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if "occupations" not in errors and not instance.occupations.all():
            errors["occupations"] = ["Donnez au moins un métier."]
        if "slug" not in errors:
            self.settle_slug(instance, errors)
        if errors:
            raise ValidationError(errors)

    def settle_slug(self, instance: Profile, errors: dict) -> None:
        """A new row gets a free address; the same address twice in a file is an error."""
        if instance.slug and instance.slug != slugify(instance.slug):
            errors["slug"] = ["Une adresse ne contient que des lettres sans accent et des tirets."]
            return
        if instance.slug in self.seen:
            errors["slug"] = ["Cette adresse est déjà celle d’une autre ligne du fichier."]
            return
        if not instance.slug:
            base = slugify(instance.name)[:90] or "profil"
            while not instance.slug or instance.slug in self.taken:
                # Counted on, never from the start: a file may hold ten thousand namesakes.
                self.namesakes[base] = number = self.namesakes.get(base, 0) + 1
                instance.slug = base if number == 1 else f"{base}-{number}"
        self.taken.add(instance.slug)
        self.seen.add(instance.slug)

    # --- In: write ----------------------------------------------------------------------------

    def save_instance(self, instance, is_create, row, **kwargs) -> None:
        """Nothing is written before every row has been checked."""
        (self.created if is_create else self.updated).append(instance)

    def after_import(self, dataset, result, *, publish: bool, user, **kwargs) -> None:
        if kwargs.get("dry_run") or result.has_errors() or result.has_validation_errors():
            return
        now = timezone.now()
        profiles = self.created + self.updated
        for profile in profiles if publish else self.created:
            profile.live = publish
            profile.has_unpublished_changes = not publish
            if publish:
                profile.first_published_at = profile.first_published_at or now
                profile.last_published_at = profile.updated_at = now
        Profile.objects.bulk_create(self.created, batch_size=BATCH)
        if publish:
            Profile.objects.bulk_update(self.updated, WRITTEN, batch_size=BATCH)
        self.write_relations(publish)
        revisions = self.write_revisions(profiles, user, now)
        self.link_revisions(profiles, revisions, publish)
        self.write_log(profiles, revisions, user, now)
        get_search_backend().add_bulk(Profile, profiles if publish else self.created)
        if connection.vendor == "sqlite":
            # Nobody else tells it how many rows there are, and it would search word by row.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        # Links are written without a signal; last, for this may have taken long.
        Change.objects.tell([profile.pk for profile in profiles])

    def link_revisions(self, profiles: list[Profile], revisions, publish: bool) -> None:
        """Tell each row its version; the live one is the same, so the database copies it."""
        for profile, revision in zip(profiles, revisions, strict=True):
            profile.latest_revision = revision
        Profile.objects.bulk_update(profiles, ["latest_revision"], batch_size=BATCH)
        links = {"has_unpublished_changes": not publish}
        if publish:
            links["live_revision"] = F("latest_revision")
        for start in range(0, len(profiles), BATCH):
            batch = [profile.pk for profile in profiles[start : start + BATCH]]
            Profile.objects.filter(pk__in=batch).update(**links)

    def write_relations(self, publish: bool) -> None:
        """The métiers and skills held in memory, to their tables; of a draft, those of new rows."""
        updated = self.updated if publish else []
        for name, model in (("occupations", Occupation), ("skills", Skill)):
            through = getattr(Profile, name).through
            column = f"{model._meta.model_name}_id"
            for start in range(0, len(updated), BATCH):
                through.objects.filter(profile__in=updated[start : start + BATCH]).delete()
            through.objects.bulk_create(
                (
                    through(**{"profile_id": profile.pk, column: item.pk})
                    for profile in self.created + updated
                    for item in getattr(profile, name).all()
                ),
                batch_size=BATCH,
            )

    def write_revisions(self, profiles: list[Profile], user, now) -> list[Revision]:
        kind = ContentType.objects.get_for_model(Profile)
        return Revision.objects.bulk_create(
            [
                Revision(
                    content_type=kind,
                    base_content_type=kind,
                    object_id=str(profile.pk),
                    created_at=now,
                    user=user,
                    object_str=str(profile),
                    content=profile.serializable_data(),
                )
                for profile in profiles
            ],
            batch_size=BATCH,
        )

    def write_log(self, profiles, revisions, user, now) -> None:
        kind = ContentType.objects.get_for_model(Profile)
        new = {profile.pk for profile in self.created}
        ModelLogEntry.objects.bulk_create(
            [
                ModelLogEntry(
                    content_type=kind,
                    object_id=str(profile.pk),
                    label=str(profile),
                    action="wagtail.create" if profile.pk in new else "wagtail.edit",
                    timestamp=now,
                    user=user,
                    revision=revision,
                    content_changed=True,
                    data={},
                )
                for profile, revision in zip(profiles, revisions, strict=True)
            ],
            batch_size=BATCH,
        )
