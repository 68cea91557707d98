"""One set of filters for the list, the map, its points and every export."""

from collections.abc import Iterable, Iterator

import django_filters as df
from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from directory.crowd import Crowd
from directory.experience import BANDS
from directory.models import Profile, SpokenLanguage
from directory.querysets import ProfileQuerySet
from directory.vocabulary import Vocabulary
from map.forms import CommuneField
from map.gazetteer import fold
from map.geocoding import candidates
from map.models import Commune

DEFAULT_RADIUS = 30
SMALLEST_RADIUS = 5
LARGEST_RADIUS = 200
NEAREST = 20
PLACES_SHOWN = {
    "commune": "Commune affichée",
    "departement": "Commune non précisée",
    "liste": "Hors de la carte",
}
# The default stays out of addresses.
RADII = [(value, f"{value or DEFAULT_RADIUS}\u00a0km") for value in ("10", "", "50", "100")]
ORDERS = {
    "pertinence": "Pertinence",
    "distance": "Distance",
    "recent": "Mis à jour récemment",
    "nom": "Nom",
}
UNKNOWN = "Cette valeur n’existe pas dans la liste."
# What only says how others are understood, or how results are shown.
MODIFIERS = ("rayon", "proches", "tri")

# Filters ask the same of both.
Profiles = ProfileQuerySet | Crowd


def errors(message: str) -> dict[str, str]:
    """The same sentence for whatever way a choice can be wrong."""
    return dict.fromkeys(("invalid_choice", "invalid_list", "invalid_pk_value"), message)


class SomewhereField(CommuneField):
    """A commune to look around: of homonyms the most populated, which the reader can correct."""

    def clean(self, value: str | None) -> Commune | None:
        text = forms.CharField.clean(self, value)
        if not text:
            return None
        found = candidates(text, limit=1)
        if not found:
            self._refuse(text)
        return found[0]


class SomewhereFilter(df.Filter):
    field_class = SomewhereField


class NumberFilter(df.Filter):
    field_class = forms.IntegerField


def several(label: str, method: str, choices: Iterable = (), message: str = UNKNOWN) -> df.Filter:
    """Boxes of which any may be ticked: whoever has one of these is kept."""
    return df.MultipleChoiceFilter(
        label=label,
        choices=choices,
        method=method,
        widget=forms.CheckboxSelectMultiple,
        error_messages=errors(message),
    )


def of(name: str) -> str:
    """« de Rennes », « d’Angers », « du Mans », « des Abymes »."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d’{name}" if fold(name)[:1] in "aeiouy" else f"de {name}"


class ProfileFilter(df.FilterSet):
    """Profiles for a query string; `qs` is empty while a parameter is not understood.

    Blank parameters count as absent, unknown names are ignored.  `found` has the same profiles
    as `qs`, and `crowd` the order that the reader asked for.
    """

    q = df.CharFilter(
        label="Mots-clés",
        method="search",
        max_length=200,
        strip=True,
        widget=forms.HiddenInput,
        error_messages={"max_length": "Deux cents caractères au plus."},
    )
    metier = several("Métier", "practise", message="Nous ne connaissons pas ce métier.")
    competence = several(
        "Compétences et outils", "master", message="Nous ne connaissons pas cette compétence."
    )
    secteur = several("Secteur", "know", message="Nous ne connaissons pas ce secteur.")
    region = df.ChoiceFilter(
        label="Région",
        method="live_in_region",
        choices=(),
        empty_label="Toute la France",
        error_messages=errors("Nous ne connaissons pas cette région."),
    )
    departement = df.ChoiceFilter(
        label="Département",
        method="live_in_department",
        choices=(),
        empty_label="Tous",
        error_messages=errors("Nous ne connaissons pas ce département."),
    )
    commune = df.ModelChoiceFilter(
        label="Commune",
        queryset=Commune.objects.select_related("department"),
        method="live_in",
        widget=forms.HiddenInput,
        error_messages=errors("Nous ne connaissons pas cette commune."),
    )
    autour = SomewhereFilter(
        label="Autour de",
        method="live_near",
        error_messages={"max_length": "Cent caractères au plus."},
    )
    rayon = NumberFilter(
        label="Rayon",
        method="ignore",
        min_value=SMALLEST_RADIUS,
        max_value=LARGEST_RADIUS,
        widget=forms.Select(choices=RADII),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Le rayon va de 5 à 200 kilomètres."
        ),
    )
    proches = NumberFilter(
        label=f"Les {NEAREST} plus proches",
        method="ignore",
        min_value=1,
        max_value=100,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Demandez de 1 à 100 personnes."
        ),
    )
    precision = df.ChoiceFilter(
        label="Lieu affiché",
        method="show",
        choices=Profile.Precision.choices,
        widget=forms.HiddenInput,
        error_messages=errors(UNKNOWN),
    )
    statut = several("Statut", "work_as", Profile.Status.choices)
    disponibilite = several("Disponibilité", "say_available", Profile.Availability.choices)
    experience = several("Expérience", "last", [(name, band.label) for name, band in BANDS.items()])
    langue = several("Langues de travail", "speak", SpokenLanguage.Language.choices)
    bilingue = several("Bilingue", "be_bilingual", [("1", "Bilingue, deux langues au moins")])
    teletravail = several("Télétravail", "work_from", Profile.Remote.choices)
    tri = df.ChoiceFilter(
        label="Tri",
        choices=list(ORDERS.items()),
        method="sort",
        widget=forms.HiddenInput,
        error_messages=errors(
            "Le tri se fait par « pertinence », « distance », « recent » ou « nom »."
        ),
    )

    class Meta:
        model = Profile
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: ProfileQuerySet) -> None:
        known = QueryDict(mutable=True)
        for name in self.base_filters:
            # NUL is no character for a database.
            values = [value.replace("\0", "").strip() for value in data.getlist(name)]
            if any(values):
                known.setlist(name, list(dict.fromkeys(value for value in values if value)))
        asked = known.get("rayon", "")
        if "autour" not in known:
            known.pop("proches", None)
        if "autour" not in known or "proches" in known or asked == str(DEFAULT_RADIUS):
            known.pop("rayon", None)
        super().__init__(known, queryset)
        self.vocabulary = Vocabulary()
        for name in ("metier", "competence", "secteur", "region", "departement"):
            self.filters[name].extra["choices"] = self._choices(name)
        if asked.isdecimal() and len(asked) <= 3 and asked not in dict(RADII):
            self.filters["rayon"].extra["widget"] = forms.Select(
                choices=[*RADII, (asked, f"{asked}\u00a0km")]
            )

    def _choices(self, name: str):
        """Read only when a value is asked for, or shown."""
        return lambda: list(self.vocabulary.choices(name))

    def choices_of(self, name: str) -> Iterable[tuple[str, str]]:
        """(value, label) of every value of a parameter, as it was declared.

        The field of the form has them too, behind what takes ten times as long to walk through.
        """
        choices = self.filters[name].extra["choices"]
        return choices() if callable(choices) else choices

    @property
    def radius(self) -> int:
        """Kilometres around the place of `autour`."""
        return self.form.cleaned_data.get("rayon") or DEFAULT_RADIUS

    @cached_property
    def centre(self) -> Commune | None:
        """The place the results are around, when they are around one."""
        return self.form.cleaned_data.get("autour") if self.is_valid() else None

    @property
    def nearest(self) -> int | None:
        """How many of the nearest are asked for, whatever their distance."""
        return self.form.cleaned_data.get("proches") if self.centre else None

    # --- Who ----------------------------------------------------------------------------------
    def filter_queryset(self, queryset: ProfileQuerySet) -> ProfileQuerySet:
        if not self.is_valid():
            return queryset.none()
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset.filter(pk__in=self.found.pks()) if self.nearest else queryset

    @cached_property
    def everyone(self) -> Crowd:
        return Crowd.found_by(self.queryset.viewer)

    @cached_property
    def parts(self) -> dict[str, Crowd]:
        """Whom each parameter that is understood keeps, by itself."""
        self.is_valid()
        cleaned = self.form.cleaned_data
        return {
            name: self.filters[name].filter(self.everyone, cleaned[name])
            for name in self.data
            if name in cleaned and name not in MODIFIERS
        }

    def without_some(self, *names: str) -> Crowd:
        """The profiles, were these parameters left out; however far when it is the nearest."""
        crowd = self.everyone
        for name, part in self.parts.items():
            if name not in names:
                crowd = crowd.where(part.kept)
        return crowd

    @cached_property
    def found(self) -> Crowd:
        """The profiles of `qs`, counted without the database, the latest published first."""
        crowd = self.without_some()
        if not self.is_valid():
            return crowd.none()
        return crowd.nearest(self.centre, self.nearest) if self.nearest else crowd

    @cached_property
    def crowd(self) -> Crowd:
        """The same, in the order asked for."""
        if self.order == "pertinence" and self.is_valid():
            return self.found.by_relevance(self.parts["q"].asked)
        if self.order == "distance":
            return self.found.nearest_first(self.centre)
        return self.found.by_name() if self.order == "nom" else self.found

    @cached_property
    def orders(self) -> list[str]:
        """Those that mean something here, the first being the one of who asks for none."""
        told = {"pertinence": "q" in self.data, "distance": self.centre is not None}
        return [name for name in ORDERS if told.get(name, True)]

    @property
    def order(self) -> str:
        asked = self.data.get("tri", "")
        return asked if asked in self.orders else self.orders[0]

    def search(self, profiles: Profiles, name: str, text: str) -> Profiles:
        return profiles.matching(text)

    def practise(self, profiles: Profiles, name: str, codes: list[str]) -> Profiles:
        return profiles.practising(self.vocabulary.pks(name, codes))

    def master(self, profiles: Profiles, name: str, codes: list[str]) -> Profiles:
        return profiles.skilled_in(self.vocabulary.pks(name, codes))

    def know(self, profiles: Profiles, name: str, codes: list[str]) -> Profiles:
        return profiles.knowing(self.vocabulary.pks(name, codes))

    def last(self, profiles: Profiles, name: str, bands: list[str]) -> Profiles:
        return profiles.working_for(bands)

    def speak(self, profiles: Profiles, name: str, languages: list[str]) -> Profiles:
        return profiles.speaking(languages)

    def be_bilingual(self, profiles: Profiles, name: str, value) -> Profiles:
        return profiles.bilingual()

    def work_from(self, profiles: Profiles, name: str, remote: list[str]) -> Profiles:
        return profiles.working_from(remote)

    def show(self, profiles: Profiles, name: str, precision: str) -> Profiles:
        return profiles.with_precision(precision)

    def work_as(self, profiles: Profiles, name: str, statuses: list[str]) -> Profiles:
        return profiles.with_status(statuses)

    def say_available(self, profiles: Profiles, name: str, states) -> Profiles:
        return profiles.available(states)

    def live_in(self, profiles: Profiles, name: str, commune: Commune) -> Profiles:
        return profiles.living_in(commune)

    def live_in_region(self, profiles: Profiles, name: str, code: str) -> Profiles:
        return profiles.in_departments(self.vocabulary.within(code))

    def live_in_department(self, profiles: Profiles, name: str, code: str) -> Profiles:
        return profiles.in_departments([code])

    def live_near(self, profiles: Profiles, name: str, place: Commune) -> Profiles:
        # However far the nearest are.
        if self.form.cleaned_data.get("proches"):
            return profiles.living_somewhere()
        return profiles.living_near(place, self.radius)

    def ignore(self, profiles: Profiles, name: str, value) -> Profiles:
        return profiles

    def sort(self, profiles: Profiles, name: str, order: str) -> Profiles:
        return profiles.by_name() if order == "nom" else profiles

    def query(self, **changes: str | None) -> str:
        """The understood query string, « ?… » or « ? », some parameters replaced or removed."""
        data = self.data.copy()
        for name, value in changes.items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = value
        return f"?{data.urlencode()}"

    def active(self) -> Iterator[tuple[str, str]]:
        """(label, query string without it) for each value that narrows the results."""
        if not self.is_valid():
            return
        for name, values in self.data.lists():
            if name in MODIFIERS:
                continue
            for value in values:
                data = self.data.copy()
                data.setlist(name, [other for other in values if other != value])
                if name == "autour":
                    data.pop("rayon", None)
                    data.pop("proches", None)
                yield self.label(name, value), f"?{data.urlencode()}"

    def label(self, name: str, value: str) -> str:
        """What a reader calls a valid value: « Bretagne » for région 53."""
        if name == "q":
            return f"« {value} »"
        if name == "autour":
            place = self.form.cleaned_data[name].name
            if nearest := self.form.cleaned_data.get("proches"):
                return f"{nearest} plus proches {of(place)}"
            return f"À {self.radius}\u00a0km {of(place)}"
        if name == "commune":
            return str(self.form.cleaned_data[name])
        if name == "precision":
            return PLACES_SHOWN[value]
        return dict(self.choices_of(name))[value]
