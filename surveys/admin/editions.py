"""Editions: list in words, edit in clear panels, copy last year’s in one click."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from surveys import board, clock
from surveys.admin.base import EDITIONS, Screens, SurveyScreen
from surveys.admin.edition_form import EditionForm
from surveys.models import Edition

PROPOSED = "dates"  # in the address of the edit screen: fill in the dates we propose


def next_instant(edition: Edition) -> str:
    moment = edition.next_instant()
    if moment is None:
        return "–"
    return ", ".join(filter(None, (clock.when(moment, edition.now), edition.countdown())))


def coarse_total(edition: Edition) -> str:
    """As the board last showed it."""
    if not edition.board and edition.state() not in (clock.State.OPEN, clock.State.CLOSED):
        return "–"
    return board.in_words(edition.board.get("total", 0))


class EditionEditView(EditView):
    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        if PROPOSED in self.request.GET and self.object.state() is clock.State.DRAFT:
            proposed = self.object.proposed_dates()
            kwargs["initial"] = {
                **kwargs.get("initial", {}),
                **{name: value for name, value in vars(proposed).items() if value},
            }
        return kwargs

    @property
    def header_buttons(self) -> list[Button]:
        links = [("Aperçu", "surveys_preview:home", "view")]
        if not self.object.archived:
            links += [
                ("Tableau de bord", "surveys_editions:board", "table"),
                (f"Copier pour {next_year(self.object)}", "surveys_editions:copy", "copy"),
            ]
        return [
            HeaderButton(label, reverse(name, args=[self.object.pk]), icon_name=icon, priority=rank)
            for rank, (label, name, icon) in enumerate(links)
        ]

    @property
    def header_more_buttons(self) -> list[Button]:
        edition = self.object
        links = []
        if not edition.archived:
            links += [
                (
                    "Importer des réponses",
                    reverse("surveys_imports:responses", args=[edition.pk]),
                    "upload",
                ),
            ]
            if edition.mode == Edition.Mode.MAIL:
                url = reverse("surveys_invitations:list", args=[edition.pk])
                links.append(("Invitations", url, "mail"))
            if edition.publications.exists():
                address = reverse("surveys_revising:revise", args=[edition.pk])
                links.append(("Corriger les résultats", address, "edit"))
        else:
            links.append(
                (
                    "Importer ou exporter les chiffres",
                    reverse("surveys_imports:figures", args=[edition.pk]),
                    "upload",
                )
            )
        return [
            *super().header_more_buttons,
            *(
                Button(label, url, icon_name=icon, priority=10 * rank)
                for rank, (label, url, icon) in enumerate(links, start=1)
            ),
        ]


def next_year(edition: Edition) -> int:
    """The first year after this edition that has none."""
    taken = set(Edition.objects.filter(year__gt=edition.year).values_list("year", flat=True))
    year = edition.year + 1
    while year in taken:
        year += 1
    return year


class EditionViewSet(SnippetViewSet):
    model = Edition
    icon = "date"
    menu_label = "Éditions"
    add_to_settings_menu = False
    edit_view_class = EditionEditView
    list_display = [
        "title",
        Column("state_in_words", label="État"),
        Column("next_instant", label="Prochaine date", accessor=next_instant),
        Column("total", label="Réponses", accessor=coarse_total),
    ]
    ordering = ["-year"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("year"), FieldPanel("title"), FieldPanel("introduction")],
                heading="Présentation",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("opens_at"), FieldPanel("closes_at"), FieldPanel("results_at")]
                    ),
                    FieldPanel("confirm_dates"),
                ],
                heading="Dates",
                help_text="À la minute, heure de Paris. Sans les trois, l’édition reste un "
                "brouillon que personne ne voit. Une fois annoncée : l’ouverture se déplace tant "
                "qu’elle est à venir, la clôture ne vient jamais plus tôt, les résultats jamais "
                "plus tard.",
            ),
            MultiFieldPanel(
                [FieldPanel("mode")],
                heading="Qui peut répondre",
            ),
            InlinePanel(
                "edition_questions",
                heading="Questions posées",
                label="Question",
                help_text="Dans l’ordre ; les questions d’un même écran portent le même numéro. "
                "Les montants sont toujours des mesures : ils sont montrés selon les questions qui "
                "ventilent. Une édition créée sans question reçoit celles du socle. À l’ouverture, "
                "tout se fige.",
                panels=[
                    FieldPanel("question"),
                    FieldRowPanel([FieldPanel("step"), FieldPanel("heading")]),
                    FieldRowPanel([FieldPanel("branch"), FieldPanel("optional")]),
                    FieldRowPanel([FieldPanel("breaks_down"), FieldPanel("crossed")]),
                ],
            ),
            MultiFieldPanel(
                [
                    FieldPanel("exclude_fast"),
                    FieldPanel("exclude_straight"),
                    FieldPanel("exclude_impossible"),
                ],
                heading="Réponses écartées des résultats",
                help_text="À décider avant la clôture ; ensuite, rien de ceci ne se change plus. "
                "La page de méthode dit combien l’ont été.",
            ),
            MultiFieldPanel(
                [FieldPanel("margins_source"), FieldPanel("margins_shares")],
                heading="Pondération",
                help_text="Facultative : les résultats restent bruts, et la page de méthode les "
                "montre aussi pondérés, côte à côte, à partir de cent réponses. À déclarer avant "
                "la clôture ; ensuite, rien de ceci ne se change plus.",
            ),
            FieldPanel("method"),
            MultiFieldPanel(
                [FieldPanel("fictitious"), FieldPanel("archived")], heading="Nature de l’édition"
            ),
            InlinePanel(
                "archived_figures",
                heading="Chiffres publiés ailleurs",
                label="Chiffre",
                help_text="Pour une édition archivée : chaque chiffre avec sa source.",
            ),
            InlinePanel(
                "comments",
                heading="Le commentaire de la rédaction",
                label="Commentaire",
                help_text="Un texte par chapitre des résultats. Il accompagne les chiffres publiés "
                "et n’en ajoute pas.",
            ),
            InlinePanel(
                "reuses",
                heading="Revue de presse",
                label="Reprise",
                help_text="Qui a cité ces résultats, et où.",
            ),
        ],
        base_form_class=EditionForm,
    )

    def get_queryset(self, request):
        for edition in Edition.objects.gathering():
            board.current(edition)
        return Edition.objects.all()


class EditionScreen(SurveyScreen):
    def setup(self, request: HttpRequest, *args, pk: int, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.edition = get_object_or_404(Edition, pk=pk)


class CopyView(EditionScreen):
    """Asks with GET, copies with POST, then leads to the copy with the dates we propose."""

    rights = ("add", "change")
    page_title = "Copier l’édition"
    header_icon = "copy"
    template_name = "surveys/admin/copy.html"

    def get_context_data(self, **kwargs) -> dict:
        year = next_year(self.edition)
        proposed = Edition(year=year).proposed_dates()
        rows = list(self.edition.edition_questions.select_related("question"))
        latest = (
            type(rows[0].question).objects.latest_comparable([row.question for row in rows])
            if rows
            else {}
        )
        return super().get_context_data(**kwargs) | {
            "edition": self.edition,
            "year": year,
            "count": len(rows),
            "newer": [
                (row.question, latest[row.question.pk])
                for row in rows
                if latest[row.question.pk].pk != row.question.pk
            ],
            "dates": [
                (label, clock.in_words(moment))
                for label, moment in (
                    ("Ouverture", proposed.opens_at),
                    ("Clôture", proposed.closes_at),
                    ("Résultats", proposed.results_at),
                )
                if moment
            ],
        }

    @transaction.atomic
    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        # Two clicks make one copy: the second finds the year taken, and asks again.
        year = request.POST.get("year", "")
        if year != str(next_year(self.edition)):
            messages.error(request, "Cette année a déjà son édition : voici la suivante.")
            return self.answer(409)
        copied = self.edition.copy(int(year))
        log(instance=copied, action="wagtail.create")
        messages.success(
            request,
            f"« {copied} » est un brouillon. Les dates ci-dessous sont proposées : vérifiez-les, "
            "puis confirmez-les pour l’annoncer, ou effacez-les.",
        )
        return redirect(reverse(f"{EDITIONS}:edit", args=[copied.pk]) + f"?{PROPOSED}=proposees")


class BoardView(EditionScreen):
    page_title = "Tableau de bord"
    header_icon = "table"
    template_name = "surveys/admin/board.html"

    def get_context_data(self, **kwargs) -> dict:
        shown = board.current(self.edition)
        words = board.in_words
        return super().get_context_data(**kwargs) | {
            "edition": self.edition,
            "board": shown,
            "sealed": self.edition.publications.exists(),
            "until": clock.day_in_words(shown.until) if shown.until else "",
            "today": clock.day_in_words(timezone.localdate()),
            "total": words(shown.total),
            "started": words(shown.started),
            "steps": [(name, words(count)) for name, count in shown.steps],
            "flags": [(name, words(count)) for name, count in shown.flags],
            "invited": words(shown.invited),
            "by_mail": self.edition.mode == Edition.Mode.MAIL,
        }


class EditionScreens(Screens):
    name = "surveys_editions"
    url_prefix = "enquete/editions"

    def get_urlpatterns(self) -> list:
        return [
            path("<int:pk>/copier/", self.construct_view(CopyView), name="copy"),
            path("<int:pk>/tableau/", self.construct_view(BoardView), name="board"),
        ]
