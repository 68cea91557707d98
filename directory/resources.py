"""Profiles as rows of a table, in and out."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from import_export import fields, instance_loaders, resources, widgets

from directory import bulk, taxonomy
from directory.models import FormerAddress, Occupation, Profile, Sector, Skill, SpokenLanguage
from directory.spreadsheets import harmless
from directory.visibility import NOBODY, Part
from map.folding import fold
from map.forms import CommuneField
from map.gazetteer import gazetteer
from map.models import Commune

SEPARATOR = "|"
# Preferences: read, and for a new profile without owner set, but never changed.
OF_THE_OWNER = ("availability",)
WAITING_CHANGES = (
    "Ce profil a des modifications que personne n’a encore relues\u202f: "
    "l’import les écraserait. Publiez-les ou refusez-les d’abord."
)


class OneOf(widgets.Widget):
    """A choice of a TextChoices, by code or by label, whatever the case and accents."""

    def __init__(self, choices, what: str, default: str = ""):
        super().__init__()
        self.labels = dict(choices)
        self.codes = {
            spelling: code
            for code, label in choices
            for text in (code, label)
            for spelling in (text, fold(text))
        }
        self.what, self.default = what, default

    def clean(self, value, row=None, **kwargs) -> str:
        if not value and self.default:
            return self.default
        code = self.codes.get(value) or self.codes.get(fold(value or ""))
        if code is None:
            known = ", ".join(self.labels.values())
            raise ValueError(f"{self.what} inconnu\u202f: « {value} ». Choix possibles : {known}.")
        return code

    def render(self, value, obj=None, **kwargs) -> str:
        return self.labels.get(value, "")


def cut(value: str | None) -> list[str]:
    separator = SEPARATOR if SEPARATOR in (value or "") else ","
    return [name.strip() for name in (value or "").split(separator) if name.strip()]


class NamedMany(widgets.Widget):
    """Rows of a small table, by name, code or synonym, separated by | (or by commas).

    `kind`: only what is of this kind gets out; all come in.
    """

    def __init__(self, model, what: str, kind: str = ""):
        super().__init__()
        self.model, self.what, self.kind = model, what, kind
        self.known: dict[str, object] = {}

    def load(self) -> None:
        self.known = taxonomy.known(self.model)

    def clean(self, value, row=None, **kwargs) -> list:
        names = cut(value)
        unknown = [name for name in names if fold(name) not in self.known]
        if unknown:
            raise ValueError(f"{self.what} : « {' », « '.join(unknown)} ».")
        return list(dict.fromkeys(self.known[fold(name)] for name in names))

    def render(self, value, obj=None, **kwargs) -> str:
        return f" {SEPARATOR} ".join(
            item.name for item in value.all() if not self.kind or item.kind == self.kind
        )


class Spoken(widgets.Widget):
    """« Anglais (courant) | Espagnol »: a level that is not told is a working one."""

    languages = OneOf(SpokenLanguage.Language.choices, "Langue")
    levels = OneOf(SpokenLanguage.Level.choices, "Niveau", SpokenLanguage.Level.WORKING)

    def clean(self, value, row=None, **kwargs) -> list[SpokenLanguage]:
        found = {}
        for text in cut(value):
            name, _, level = text.rstrip(")").partition("(")
            code = self.languages.clean(name.strip())
            found[code] = SpokenLanguage(language=code, level=self.levels.clean(level.strip()))
        return list(found.values())

    def render(self, value, obj=None, **kwargs) -> str:
        return f" {SEPARATOR} ".join(
            f"{one.get_language_display()} ({one.get_level_display().lower()})"
            for one in value.all()
        )


class Year(widgets.IntegerWidget):
    def clean(self, value, row=None, **kwargs) -> int | None:
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and 1950 <= int(value) <= 2100):
            raise ValueError(f"Année illisible : « {value} ». Écrivez 2015.")
        return int(value)


class Place(widgets.Widget):
    """A commune, by whatever the public form understands."""

    KEPT = 2000  # texts, with the places they mean

    def __init__(self):
        super().__init__()
        self.field = CommuneField()
        self.seen: dict[str, object] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Read at once the towns of many rows that need no question."""
        if len(self.seen) > self.KEPT:
            self.seen.clear()
        codes = {}
        for text in set(texts) - self.seen.keys():
            found = gazetteer().search(text) if len(text) <= self.field.max_length else []
            if len(found) == 1:
                codes[text] = found[0].code
        towns = Commune.objects.select_related("department").in_bulk(set(codes.values()))
        self.seen |= {text: towns[code] for text, code in codes.items() if code in towns}

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
            raise ValueError(f"Mois illisible : « {value} ». Écrivez 2021-03.") from None


class ProfileResource(resources.ModelResource):
    """`import_data(…, publish=bool, user=User)`: the rows that are right; others are in the result.

    A row whose `adresse` is that of a profile updates it, any other creates one without owner.
    Published, it is live at once; otherwise it waits as a draft, and a live profile stays as it
    was.  One resource may import several parts of a file, one after another.
    """

    slug = fields.Field("slug", "adresse", default="")
    name = fields.Field("name", "nom")
    headline = fields.Field("headline", "titre")
    occupations = fields.Field("occupations", "métiers", NamedMany(Occupation, "Métier inconnu"))
    status = fields.Field("status", "statut", OneOf(Profile.Status.choices, "Statut"))
    employer = fields.Field("employer", "employeur", default="")
    since = fields.Field("since", "depuis", Month())
    working_since = fields.Field("working_since", "dans le métier depuis", Year())
    commune = fields.Field("commune", "commune", Place())
    precision = fields.Field(
        "precision",
        "lieu affiché",
        OneOf(Profile.Precision.choices, "Lieu affiché", Profile.Precision.COMMUNE),
    )
    biography = fields.Field("biography", "biographie", default="")
    skills = fields.Field(
        "skills",
        "compétences",
        NamedMany(Skill, "Compétence inconnue, ou outil inconnu", Skill.Kind.SKILL),
    )
    # Only out: coming in, tools are read with the skills.
    tools = fields.Field("skills", "outils", NamedMany(Skill, "", Skill.Kind.TOOL), readonly=True)
    sectors = fields.Field("sectors", "secteurs", NamedMany(Sector, "Secteur inconnu"))
    languages = fields.Field("languages", "langues", Spoken())
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
            *("slug", "name", "headline", "occupations", "status", "employer", "since"),
            *("working_since", "commune", "precision", "biography", "skills", "tools"),
            *("sectors", "languages", "availability", "website"),
        )
        use_bulk = True
        skip_diff = True
        instance_loader_class = instance_loaders.CachedInstanceLoader

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.created: list[Profile] = []
        self.updated: list[Profile] = []
        # All of them in the order of the rows, with whether they are new.
        self.kept: list[tuple[Profile, bool]] = []
        self.former: dict[int, dict[str, str]] = {}
        self.taken: set[str] | None = None

    def get_queryset(self):
        return Profile.objects.select_related("commune__department").prefetch_related(
            *("occupations", "skills", "sectors", "experiences", "campaigns", "clients"),
            "languages",
        )

    # --- Out ----------------------------------------------------------------------------------
    def export_field(self, field, instance, **kwargs) -> str:
        return harmless(self.text_of(field, instance))

    def text_of(self, field, instance) -> str:
        if field.attribute == "availability" and instance.audience_of(Part.AVAILABILITY) == NOBODY:
            return ""  # « Vous seul·e »
        return str(super().export_field(field, instance) or "")

    def lines(self, queryset) -> Iterator[list[str]]:
        """The names of the columns, then the cells of each profile, a few in memory at a time."""
        columns = self.get_export_fields()
        yield [field.column_name for field in columns]
        for profile in queryset.prefetch_related("sectors", "languages").iterator(bulk.BATCH):
            yield [self.export_field(field, profile) for field in columns]

    # --- In: check ----------------------------------------------------------------------------
    def prepare(self) -> None:
        """Read once what rows are checked against."""
        for name in ("occupations", "skills", "sectors"):
            self.fields[name].widget.load()
        self.taken = set(Profile.objects.values_list("slug", flat=True))
        self.taken.update(FormerAddress.objects.values_list("slug", flat=True))
        self.seen: set[str] = set()
        self.namesakes: dict[str, int] = {}

    def before_import(self, dataset, **kwargs) -> None:
        if self.taken is None:
            self.prepare()
        self.let_go()
        if "commune" in dataset.headers:
            self.fields["commune"].widget.learn(dataset["commune"])
        if "adresse" not in dataset.headers:
            dataset.append_col([""] * len(dataset), header="adresse")

    def let_go(self) -> None:
        """Forget the rows of the part before."""
        self.created, self.updated, self.kept, self.former = [], [], [], {}

    def before_import_row(self, row, **kwargs) -> None:
        if row.get("outils"):
            row["compétences"] = SEPARATOR.join([*cut(row.get("compétences")), *cut(row["outils"])])

    def after_init_instance(self, instance, new, row, **kwargs) -> None:
        if new:
            instance.live = False
            if not row.get("disponibilité"):
                # Nobody asked them: the default must not be read as their word.
                instance.availability_audience = NOBODY
            for name in ("experiences", "campaigns", "clients", "languages"):
                setattr(instance, name, [])
            for name in ("skills", "sectors"):
                setattr(instance, name, [])
        elif instance.has_unpublished_changes:
            raise ValidationError(WAITING_CHANGES)
        else:
            self.former[instance.pk] = self.texts(instance)

    def texts(self, instance: Profile) -> dict[str, str]:
        """{column: text} of what an import may change."""
        return {
            field.column_name: self.text_of(field, instance)
            for name, field in self.fields.items()
            if name not in OF_THE_OWNER
        }

    def changes(self, instance: Profile) -> list[tuple[str, str, str]]:
        """[(column, before, after)] of a profile that was there already."""
        former, now = self.former.get(instance.pk, {}), self.texts(instance)
        return [(name, former[name], text) for name, text in now.items() if former[name] != text]

    def import_field(self, field, instance, row, is_m2m=False, **kwargs) -> None:
        """What somebody decides alone is never changed for them."""
        if instance.pk and field.attribute in OF_THE_OWNER:
            return
        if instance.owner_id and field.attribute == "precision":
            return
        super().import_field(field, instance, row, is_m2m, **kwargs)

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
        self.kept.append((instance, is_create))

    def after_import(self, dataset, result, *, publish: bool, user, **kwargs) -> None:
        if not kwargs.get("dry_run") and not result.has_errors():
            bulk.write(self.created, self.updated, publish=publish, user=user)
