"""Métiers, skills and tools, sectors: how much each is used, and two made one."""

import django_filters as df
from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from directory import taxonomy
from directory.admin.base import DirectoryScreen
from directory.models import Occupation, Sector, Skill


def synonyms(word) -> str:
    return ", ".join(synonym.text for synonym in word.synonyms.all())


class WordIndexView(IndexView):
    merge_url_name = None

    def get_list_more_buttons(self, instance) -> list[Button]:
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission("delete"):
            url = reverse(self.merge_url_name, args=[instance.pk])
            buttons.append(Button("Fusionner dans…", url=url, icon_name="copy", priority=40))
        return buttons


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label="Dans",
        queryset=None,
        empty_label="Choisissez…",
        error_messages={"required": "Choisissez le mot qui reste."},
    )

    def __init__(self, *args, word, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = type(word).objects.exclude(pk=word.pk)


class MergeView(DirectoryScreen):
    permission_required = "delete"
    rights = ("change",)
    page_title = "Fusionner"
    header_icon = "copy"
    template_name = "directory/admin/merge.html"
    words = None  # the model
    index_url_name = None

    def get_page_subtitle(self) -> str:
        return str(self.word)

    def get_breadcrumbs_items(self) -> list[dict]:
        label = str(self.words._meta.verbose_name_plural).capitalize()
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": label},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get(self, request, pk: int):
        self.word = get_object_or_404(taxonomy.uses(self.words), pk=pk)
        return self.answer(word=self.word, form=MergeForm(word=self.word))

    def post(self, request, pk: int):
        self.word = get_object_or_404(taxonomy.uses(self.words), pk=pk)
        form = MergeForm(request.POST, word=self.word)
        if not form.is_valid():
            return self.answer(400, word=self.word, form=form)
        kept, name = form.cleaned_data["into"], self.word.name
        moved = taxonomy.merge(self.word, kept, request.user)
        messages.success(
            request,
            f"« {name} » est désormais un synonyme de « {kept} ». Profils concernés : {moved}.",
        )
        return redirect(self.index_url_name)


class WordViewSet(SnippetViewSet):
    index_view_class = WordIndexView
    copy_view_enabled = False
    list_per_page = 100

    def get_queryset(self, request):
        return taxonomy.uses(self.model)

    def get_index_view_kwargs(self, **kwargs) -> dict:
        return super().get_index_view_kwargs(merge_url_name=self.get_url_name("merge"), **kwargs)

    def get_urlpatterns(self) -> list:
        view = MergeView.as_view(words=self.model, index_url_name=self.get_url_name("list"))
        return [*super().get_urlpatterns(), path("merge/<int:pk>/", view, name="merge")]


USES = [
    NumberColumn("uses", label="Profils", sort_key="uses"),
    Column("synonyms", label="Synonymes", accessor=synonyms),
]


class OccupationViewSet(WordViewSet):
    model = Occupation
    icon = "tag"
    menu_label = "Métiers"
    list_display = ["name", *USES, "code", NumberColumn("position", label="Ordre")]
    panels = [FieldPanel("name"), FieldPanel("code"), FieldPanel("position")]


class SkillFilter(WagtailFilterSet):
    kind = df.ChoiceFilter(label="Sorte", choices=Skill.Kind.choices, empty_label="Toutes")

    class Meta:
        model = Skill
        fields = ["kind"]


class SkillViewSet(WordViewSet):
    model = Skill
    icon = "pick"
    menu_label = "Compétences et outils"
    filterset_class = SkillFilter
    list_display = ["name", Column("kind", label="Sorte", accessor="get_kind_display"), *USES]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("kind")]


class SectorViewSet(WordViewSet):
    model = Sector
    icon = "table"
    menu_label = "Secteurs"
    list_display = ["name", *USES, "code"]
    panels = [FieldPanel("name"), FieldPanel("code")]
