"""One set of filters for the list, the map, its points and every export."""

from collections.abc import Iterator

import django_filters as df
from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from directory.crowd import Crowd
from directory.models import Occupation, Profile, Skill
from directory.querysets import ProfileQuerySet
from map.forms import CommuneField
from map.gazetteer import fold
from map.geocoding import candidates
from map.models import Commune, Department, Region

DEFAULT_RADIUS = 30
PLACES_SHOWN = {
    "commune": "Commune affichée",
    "departement": "Commune non précisée",
    "liste": "Hors de la carte",
}
# The default stays out of addresses.
RADII = [(value, f"{value or DEFAULT_RADIUS}\u00a0km") for value in ("10", "", "50", "100")]
UNKNOWN = "Cette valeur n’existe pas dans la liste."


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


class RadiusFilter(df.Filter):
    field_class = forms.IntegerField


def of(name: str) -> str:
    """« de Rennes », « d’Angers », « du Mans », « des Abymes »."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d’{name}" if fold(name)[:1] in "aeiouy" else f"de {name}"


class ProfileFilter(df.FilterSet):
    """Profiles for a query string; `qs` is empty while a parameter is not understood.

    Blank parameters count as absent, unknown names are ignored.
    """

    q = df.CharFilter(
        label="Mots-clés",
        method="search",
        max_length=200,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": "Deux cents caractères au plus."},
    )
    metier = df.ModelMultipleChoiceFilter(
        label="Métier",
        queryset=Occupation.objects.all(),
        to_field_name="code",
        method="practise",
        widget=forms.CheckboxSelectMultiple,
        error_messages=errors("Nous ne connaissons pas ce métier."),
    )
    competence = df.ModelChoiceFilter(
        label="Compétence",
        queryset=Skill.objects.all(),
        to_field_name="slug",
        method="master",
        empty_label="Toutes",
        error_messages=errors("Nous ne connaissons pas cette compétence."),
    )
    region = df.ModelChoiceFilter(
        label="Région",
        queryset=Region.objects.all(),
        method="live_in_region",
        empty_label="Toute la France",
        error_messages=errors("Nous ne connaissons pas cette région."),
    )
    departement = df.ModelChoiceFilter(
        label="Département",
        queryset=Department.objects.all(),
        method="live_in_department",
        empty_label="Tous",
        error_messages=errors("Nous ne connaissons pas ce département."),
    )
    commune = df.ModelChoiceFilter(
        label="Commune",
        queryset=Commune.objects.all(),
        method="live_in",
        widget=forms.HiddenInput,
        error_messages=errors("Nous ne connaissons pas cette commune."),
    )
    autour = SomewhereFilter(
        label="Autour de",
        method="live_near",
        error_messages={"max_length": "Cent caractères au plus."},
    )
    rayon = RadiusFilter(
        label="Rayon",
        method="ignore",
        min_value=5,
        max_value=200,
        widget=forms.Select(choices=RADII),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Le rayon va de 5 à 200 kilomètres."
        ),
    )
    precision = df.ChoiceFilter(
        label="Lieu affiché",
        method="show",
        choices=Profile.Precision.choices,
        widget=forms.HiddenInput,
        error_messages=errors(UNKNOWN),
    )
    statut = df.MultipleChoiceFilter(
        label="Statut",
        choices=Profile.Status.choices,
        method="work_as",
        widget=forms.CheckboxSelectMultiple,
        error_messages=errors(UNKNOWN),
    )
    disponibilite = df.MultipleChoiceFilter(
        label="Disponibilité",
        choices=Profile.Availability.choices,
        method="say_available",
        widget=forms.CheckboxSelectMultiple,
        error_messages=errors(UNKNOWN),
    )
    tri = df.ChoiceFilter(
        label="Tri",
        choices=[("recent", "Mis à jour récemment"), ("nom", "Nom")],
        method="sort",
        widget=forms.HiddenInput,
        error_messages=errors("Le tri se fait par « recent » ou par « nom »."),
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
        if "autour" not in known or asked == str(DEFAULT_RADIUS):
            known.pop("rayon", None)
        super().__init__(known, queryset)
        if asked.isdecimal() and len(asked) <= 3 and asked not in dict(RADII):
            self.form.fields["rayon"].widget.choices = [*RADII, (asked, f"{asked}\u00a0km")]

    @property
    def radius(self) -> int:
        """Kilometres around the place of `autour`."""
        return self.form.cleaned_data.get("rayon") or DEFAULT_RADIUS

    @property
    def centre(self) -> Commune | None:
        """The place the results are around, when they are around one."""
        return self.form.cleaned_data.get("autour") if self.is_valid() else None

    def filter_queryset(self, queryset: Profiles) -> Profiles:
        if not self.is_valid():
            return queryset.none()
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @cached_property
    def crowd(self) -> Crowd:
        """The profiles of `qs`, to be counted."""
        return self.filter_queryset(Crowd.found_by(self.queryset.viewer))

    def search(self, profiles: Profiles, name: str, text: str) -> Profiles:
        return profiles.matching(text)

    def practise(self, profiles: Profiles, name: str, occupations) -> Profiles:
        return profiles.practising(occupations) if name in self.data else profiles

    def master(self, profiles: Profiles, name: str, skill: Skill) -> Profiles:
        return profiles.skilled_in(skill)

    def show(self, profiles: Profiles, name: str, precision: str) -> Profiles:
        return profiles.with_precision(precision)

    def work_as(self, profiles: Profiles, name: str, statuses: list[str]) -> Profiles:
        return profiles.with_status(statuses)

    def say_available(self, profiles: Profiles, name: str, states) -> Profiles:
        return profiles.available(states)

    def live_in(self, profiles: Profiles, name: str, commune: Commune) -> Profiles:
        return profiles.living_in(commune)

    def live_in_region(self, profiles: Profiles, name: str, region) -> Profiles:
        return profiles.in_departments(region.departments.values_list("pk", flat=True))

    def live_in_department(self, profiles: Profiles, name: str, value) -> Profiles:
        return profiles.in_departments([value.pk])

    def live_near(self, profiles: Profiles, name: str, place: Commune) -> Profiles:
        return profiles.living_near(place, self.radius)

    def ignore(self, profiles: Profiles, name: str, value) -> Profiles:
        return profiles

    def sort(self, profiles: Profiles, name: str, order: str) -> Profiles:
        return profiles.by_name() if order == "nom" else profiles

    def without(self, name: str) -> QueryDict:
        """The parameters, one of them left out."""
        data = self.data.copy()
        data.pop(name, None)
        return data

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
            if name in ("tri", "rayon"):
                continue
            for value in values:
                data = self.data.copy()
                data.setlist(name, [other for other in values if other != value])
                if name == "autour":
                    data.pop("rayon", None)
                yield self.label(name, value), f"?{data.urlencode()}"

    def label(self, name: str, value: str) -> str:
        """What a reader calls a valid value: « Bretagne » for région 53."""
        cleaned = self.form.cleaned_data[name]
        if name == "metier":
            return next(str(occupation) for occupation in cleaned if occupation.code == value)
        if name == "autour":
            return f"À {self.radius}\u00a0km {of(cleaned.name)}"
        if name == "precision":
            return PLACES_SHOWN[value]
        if name in ("statut", "disponibilite"):
            return dict(self.filters[name].extra["choices"])[value]
        return f"« {value} »" if name == "q" else str(cleaned)
