"""The directory in the admin: profiles, métiers, skills."""

import django_filters as df
from django import forms
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views import View
from import_export.formats.base_formats import XLSX
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from directory.importing import ImportView
from directory.models import Occupation, Profile, Skill
from directory.resources import ProfileResource
from map.forms import CommuneField
from map.models import Region


def may_import(user) -> bool:
    policy = policy_registry.get_by_type(Profile)
    return all(policy.user_has_permission(user, action) for action in ("add", "change"))


def state(profile: Profile) -> str:
    """In words, from what `with_review` fetched."""
    words = ["en ligne" if profile.live else "hors ligne"]
    if profile.awaits_review:
        words.append("à relire")
    elif profile.has_unpublished_changes:
        words.append("brouillon")
    return ", ".join(words)


class ProfileAdminFilter(WagtailFilterSet):
    STATES = {
        "en-ligne": ("En ligne", {"live": True}),
        "hors-ligne": ("Hors ligne", {"live": False}),
        "a-relire": ("À relire", {"awaits_review": True}),
        "brouillon": ("Modifications non publiées", {"has_unpublished_changes": True}),
    }
    etat = df.ChoiceFilter(
        label="État",
        method="in_state",
        choices=[(code, label) for code, (label, _) in STATES.items()],
        empty_label="Tous",
    )
    status = df.MultipleChoiceFilter(
        label="Statut", choices=Profile.Status.choices, widget=forms.CheckboxSelectMultiple
    )
    region = df.ModelChoiceFilter(
        label="Région",
        queryset=Region.objects.all(),
        field_name="commune__department__region",
        empty_label="Toutes",
    )

    class Meta:
        model = Profile
        fields = ["etat", "status", "region"]

    def in_state(self, queryset, name, value):
        return queryset.filter(**self.STATES[value][1])


class ProfileAdminForm(WagtailAdminModelForm):
    # A list of 35,000 communes would not be a field.
    commune = CommuneField(label="Commune")


class ProfileIndexView(IndexView):
    # Only to offer the downloads: what they hold is ProfileResource’s business.
    list_export = ["name"]
    import_url_name = None

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons.copy()
        if may_import(self.request.user):
            buttons.append(
                Button(
                    "Importer des profils",
                    url=reverse(self.import_url_name),
                    icon_name="upload",
                    priority=80,
                )
            )
        return buttons

    def as_spreadsheet(self, queryset, spreadsheet_format: str) -> HttpResponse:
        data = ProfileResource().export(queryset)
        if spreadsheet_format == self.FORMAT_CSV:
            # The mark tells spreadsheets that accents are in UTF-8.
            content, kind = "\ufeff" + data.export("csv"), "text/csv; charset=utf-8"
        else:
            content, kind = data.export("xlsx"), XLSX.CONTENT_TYPE
        return HttpResponse(
            content,
            content_type=kind,
            headers={"Content-Disposition": f'attachment; filename="profils.{spreadsheet_format}"'},
        )


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
        DateColumn("last_published_at", label="Mis en ligne", sort_key="last_published_at"),
    ]
    list_per_page = 50
    filterset_class = ProfileAdminFilter
    index_view_class = ProfileIndexView
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel("headline"),
                    FieldPanel("occupations", widget=forms.CheckboxSelectMultiple),
                ],
                heading="Qui",
            ),
            HelpPanel(template="directory/admin/files.html", heading="Portrait et CV"),
            MultiFieldPanel(
                [
                    FieldPanel("status"),
                    FieldPanel("employer"),
                    FieldPanel("since"),
                    FieldPanel("commune"),
                    FieldPanel("precision", widget=forms.RadioSelect),
                    FieldPanel("availability"),
                ],
                heading="Situation",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("biography"),
                    FieldPanel("skills", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("website"),
                    FieldPanel("accepts_messages"),
                ],
                heading="Présentation",
            ),
            InlinePanel("experiences", heading="Parcours", label="étape"),
        ],
        base_form_class=ProfileAdminForm,
    )

    def get_queryset(self, request):
        return Profile.objects.for_cards().with_review()

    def get_index_view_kwargs(self, **kwargs) -> dict:
        return super().get_index_view_kwargs(import_url_name=self.get_url_name("import"), **kwargs)

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),
            path("import/", self.construct_view(ImportView), name="import"),
            path("cv/<int:pk>/", self.construct_view(DraftCVView), name="cv"),
        ]


class OccupationViewSet(SnippetViewSet):
    model = Occupation
    icon = "tag"
    menu_label = "Métiers"
    list_display = ["name", "code", NumberColumn("position", label="Ordre")]
    panels = [FieldPanel("name"), FieldPanel("code"), FieldPanel("position")]


class SkillViewSet(SnippetViewSet):
    model = Skill
    icon = "pick"
    menu_label = "Compétences"
    list_display = ["name", "slug"]
    panels = [FieldPanel("name"), FieldPanel("slug")]


class ImportMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_import(request.user)


class DirectoryGroup(SnippetViewSetGroup):
    menu_label = "Annuaire"
    menu_icon = "group"
    menu_order = 200
    items = (ProfileViewSet, OccupationViewSet, SkillViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        profiles = self.registerables[0]
        return [
            *super().get_submenu_items(),
            ImportMenuItem(
                "Importer des profils",
                reverse(profiles.get_url_name("import")),
                icon_name="upload",
                order=900,
            ),
        ]


register_snippet(DirectoryGroup)
