"""The « revue de web » as read: all links with filters, and one link."""

import django_filters as df
from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cmsite.editorial.models import Link
from cmsite.editorial.models.index import magazine_tabs
from cmsite.editorial.sections import Section
from cmsite.search import clean_query

PAGE_SIZE = 20
ERRORS = {"invalid_choice": "Cette valeur n’existe pas dans la liste."}


class LinkFilter(df.FilterSet):
    """Links for a query string; `qs` is empty while a parameter is not understood."""

    recherche = df.CharFilter(
        label="Mot, source ou auteur",
        method="holding",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": "100"}),
    )
    rubrique = df.ChoiceFilter(
        label="Rubrique",
        field_name="section",
        choices=Section.choices,
        empty_label="Toutes",
        error_messages=ERRORS,
    )
    annee = df.ChoiceFilter(
        label="Ajouté en",
        field_name="added_on__year",
        empty_label="Toutes",
        error_messages=ERRORS,
    )

    class Meta:
        model = Link
        fields: list[str] = []

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        years = self.queryset.order_by("-added_on").dates("added_on", "year", order="DESC")
        self.filters["annee"].extra["choices"] = [(str(day.year), str(day.year)) for day in years]

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset) if self.is_valid() else queryset.none()

    def holding(self, queryset, name, value):
        """Every word, somewhere."""
        for word in clean_query(value).split()[:8]:
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(source__icontains=word)
                | Q(author__icontains=word)
                | Q(comment__icontains=word)
            )
        return queryset


@require_safe
def links(request: HttpRequest) -> HttpResponse:
    """The links asked for; 400 with the reason when a parameter is not understood."""
    filters = LinkFilter(request.GET, queryset=Link.objects.published())
    paginator = Paginator(filters.qs, PAGE_SIZE)
    page_obj = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "links/list.html",
        {
            "section": "magazine",
            "form": filters.form,
            "is_filtered": any(request.GET.get(name) for name in filters.filters),
            "magazine_tabs": magazine_tabs(),
            "page_obj": page_obj,
            "page_range": paginator.get_elided_page_range(page_obj.number),
        },
        status=200 if filters.is_valid() else 400,
    )


@require_safe
def link(request: HttpRequest, pk: int) -> HttpResponse:
    return render(
        request,
        "links/link.html",
        {
            "section": "magazine",
            "link": get_object_or_404(Link.objects.published(), pk=pk),
            "breadcrumbs": [("Accueil", "/"), ("Revue de web", "/revue-de-web/")],
        },
    )
