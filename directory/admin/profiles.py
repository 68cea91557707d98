"""The list of profiles, its filters and downloads, and the form of one."""

import django_filters as df
from django import forms
from django.db.models import Count, Q
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from directory import twins
from directory.admin.menu import may
from directory.admin.panels import profile_edit_handler
from directory.models import Occupation, Profile
from directory.resources import ProfileResource
from directory.spreadsheets import XLSX, as_csv, as_workbook
from map.models import Region


def state(profile: Profile) -> str:
    """In words, from what `with_review` fetched."""
    words = ["en ligne" if profile.live else "hors ligne"]
    if profile.awaits_review:
        words.append("à relire")
    elif profile.has_unpublished_changes:
        words.append("brouillon")
    if profile.asleep_since:
        words.append("en sommeil")
    if profile.owner_id is None:
        words.append("sans compte")
    return ", ".join(words)


class ProfileAdminFilter(WagtailFilterSet):
    STATES = {
        "en-ligne": ("En ligne", Q(live=True)),
        "hors-ligne": ("Hors ligne", Q(live=False)),
        "a-relire": ("À relire", Q(awaits_review=True)),
        "brouillon": ("Modifications non publiées", Q(has_unpublished_changes=True)),
        "en-sommeil": ("En sommeil", Q(asleep_since__isnull=False)),
        "sans-compte": ("Sans compte", Q(owner__isnull=True)),
    }
    etat = df.ChoiceFilter(label="État", method="in_state", empty_label="Tous")
    status = df.MultipleChoiceFilter(
        label="Statut", choices=Profile.Status.choices, widget=forms.CheckboxSelectMultiple
    )
    visibility = df.MultipleChoiceFilter(
        label="Vu par", choices=Profile.Visibility.choices, widget=forms.CheckboxSelectMultiple
    )
    occupations = df.ModelMultipleChoiceFilter(
        label="Métier",
        method="practising",
        queryset=Occupation.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    region = df.ModelChoiceFilter(
        label="Région",
        queryset=Region.objects.all(),
        field_name="commune__department__region",
        empty_label="Toutes",
    )
    doublons = df.ChoiceFilter(
        label="Doublons possibles",
        method="look_alike",
        choices=[("oui", "Seulement ceux qui se ressemblent")],
        empty_label="Peu importe",
    )

    class Meta:
        model = Profile
        fields = ["etat", "status", "visibility", "occupations", "region", "doublons"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        counts = Profile.objects.with_review().aggregate(
            **{code: Count("pk", filter=rule) for code, (_, rule) in self.STATES.items()}
        )
        self.filters["etat"].extra["choices"] = [
            (code, f"{label} ({counts[code]})") for code, (label, _) in self.STATES.items()
        ]

    def in_state(self, queryset, name, value):
        return queryset.filter(self.STATES[value][1])

    def practising(self, queryset, name, value):
        return queryset.practising(value) if value else queryset

    def look_alike(self, queryset, name, value):
        return queryset.filter(pk__in=twins.concerned()) if value else queryset


class ProfileIndexView(IndexView):
    # Only to offer the downloads: what they hold is ProfileResource’s business.
    list_export = ["name"]
    import_url_name = "directory_imports:index"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons.copy()
        if may(self.request.user, "add", "change"):
            buttons.append(
                Button(
                    "Importer des profils",
                    url=reverse(self.import_url_name),
                    icon_name="upload",
                    priority=80,
                )
            )
        return buttons

    def as_spreadsheet(self, queryset, spreadsheet_format: str) -> HttpResponseBase:
        lines = ProfileResource().lines(queryset)
        headers = {"Content-Disposition": f'attachment; filename="profils.{spreadsheet_format}"'}
        if spreadsheet_format == self.FORMAT_CSV:
            return StreamingHttpResponse(
                as_csv(lines), content_type="text/csv; charset=utf-8", headers=headers
            )
        return FileResponse(as_workbook(lines), content_type=XLSX, headers=headers)


class DraftCVView(PermissionCheckedMixin, View):
    """The CV of the version to review, for those who may change profiles."""

    model = Profile
    permission_required = "change"

    def get(self, request, pk: int) -> FileResponse:
        version = get_object_or_404(Profile, pk=pk).get_latest_revision_as_object()
        if not version.cv or not version.cv.storage.exists(version.cv.name):
            raise Http404
        return FileResponse(
            version.cv.open("rb"),
            as_attachment=True,
            filename=f"cv-{version.slug}.pdf",
            content_type="application/pdf",
        )


class ProfileViewSet(SnippetViewSet):
    model = Profile
    icon = "user"
    menu_label = "Profils"
    list_display = [
        "name",
        Column("state", label="État", accessor=state),
        "status",
        Column("commune", label="Commune"),
        Column("visibility", label="Vu par", accessor="get_visibility_display"),
        DateColumn("last_published_at", label="Mis en ligne", sort_key="last_published_at"),
    ]
    list_per_page = 50
    filterset_class = ProfileAdminFilter
    index_view_class = ProfileIndexView
    copy_view_enabled = False
    edit_handler = profile_edit_handler()

    def get_queryset(self, request):
        return Profile.objects.for_cards().with_review()

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),
            path("cv/<int:pk>/", self.construct_view(DraftCVView), name="cv"),
        ]
