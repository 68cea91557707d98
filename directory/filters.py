"""One set of filters for the list, the map, its points and every export."""

from collections.abc import Iterator

import django_filters as df
from django import forms
from django.http import QueryDict

from directory.models import Occupation, Profile, Skill
from directory.querysets import ProfileQuerySet
from map.models import Commune, Department, Region

UNKNOWN = "Cette valeur n’existe pas dans la liste."


def errors(message: str) -> dict[str, str]:
    """The same sentence for whatever way a choice can be wrong."""
    return dict.fromkeys(("invalid_choice", "invalid_list", "invalid_pk_value"), message)


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
        field_name="commune__department__region",
        empty_label="Toute la France",
        error_messages=errors("Nous ne connaissons pas cette région."),
    )
    departement = df.ModelChoiceFilter(
        label="Département",
        queryset=Department.objects.all(),
        field_name="commune__department",
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
    statut = df.MultipleChoiceFilter(
        label="Statut",
        choices=Profile.Status.choices,
        field_name="status",
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=errors(UNKNOWN),
    )
    disponibilite = df.MultipleChoiceFilter(
        label="Disponibilité",
        choices=Profile.Availability.choices,
        field_name="availability",
        distinct=False,
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
        super().__init__(known, queryset)

    def filter_queryset(self, queryset: ProfileQuerySet) -> ProfileQuerySet:
        return super().filter_queryset(queryset) if self.is_valid() else queryset.none()

    def search(self, profiles: ProfileQuerySet, name: str, text: str) -> ProfileQuerySet:
        return profiles.matching(text)

    def practise(self, profiles: ProfileQuerySet, name: str, occupations) -> ProfileQuerySet:
        return profiles.practising(occupations) if name in self.data else profiles

    def master(self, profiles: ProfileQuerySet, name: str, skill: Skill) -> ProfileQuerySet:
        return profiles.skilled_in(skill)

    def live_in(self, profiles: ProfileQuerySet, name: str, commune: Commune) -> ProfileQuerySet:
        return profiles.living_in(commune)

    def sort(self, profiles: ProfileQuerySet, name: str, order: str) -> ProfileQuerySet:
        # The address of a profile is its name without accents: « Élodie » comes before « Zoé »
        # on every database.
        return profiles.order_by("slug") if order == "nom" else profiles

    def ignoring(self, name: str) -> ProfileQuerySet:
        """The profiles that the other parameters keep; none while one is not understood."""
        profiles = self.queryset
        if not self.is_valid():
            return profiles.none()
        for other, value in self.form.cleaned_data.items():
            if other != name:
                profiles = self.filters[other].filter(profiles, value)
        return profiles

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
            if name == "tri":
                continue
            for value in values:
                data = self.data.copy()
                data.setlist(name, [other for other in values if other != value])
                yield self.label(name, value), f"?{data.urlencode()}"

    def label(self, name: str, value: str) -> str:
        """What a reader calls a valid value: « Bretagne » for région 53."""
        cleaned = self.form.cleaned_data[name]
        if name == "metier":
            return next(str(occupation) for occupation in cleaned if occupation.code == value)
        if name in ("statut", "disponibilite"):
            return dict(self.filters[name].extra["choices"])[value]
        return f"« {value} »" if name == "q" else str(cleaned)
