"""The public pages of an edition as they are, or will be, in any state and on any branch.

The very views and templates that the public gets, over a copy of the edition that never reaches
the database: it is looked at from an instant of the state asked for.  Nothing is stored.
"""

import copy
import inspect
from datetime import datetime, timedelta
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils import timezone

from surveys import answering, branches, money, promises, views
from surveys.branches import Answers
from surveys.clock import State
from surveys.models import Draft, Edition, Question
from surveys.questionnaire import Questionnaire

STATES = {
    State.ANNOUNCED: "annoncée",
    State.OPEN: "ouverte",
    State.CLOSED: "close",
    State.PUBLISHED: "publiée",
}
EVERYBODY = "tous"
BRANCHES = {EVERYBODY: "toutes les questions communes", **dict(branches.CHOICES[1:])}
RECEIPT = "abricot-baleine-carton-dimanche-fenouil"
KINDS = Question.Kind


class Nothing(Exception):
    """There is nothing to show of this page in this state; the text says why."""


def as_of(edition: Edition, state: State) -> Edition:
    """A copy looked at from within `state`; a draft borrows dates."""
    shown = copy.copy(edition)
    shown.archived = False
    dates = shown.dates
    if dates.state(timezone.now()) is State.DRAFT:
        dates = shown.proposed_dates()
        if dates.state(timezone.now()) is State.DRAFT:
            dates = _example(timezone.now())
        shown.opens_at, shown.closes_at, shown.results_at = vars(dates).values()
    shown.as_of = _instant(dates, state)
    return shown


def _example(now: datetime) -> promises.Dates:
    opens = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=30)
    return promises.Dates(opens, opens + timedelta(days=45), opens + timedelta(days=75))


def _instant(dates: promises.Dates, state: State) -> datetime:
    day = timedelta(days=1)
    return {
        State.ANNOUNCED: dates.opens_at - 3 * day,
        State.OPEN: dates.opens_at + (dates.closes_at - dates.opens_at) / 2,
        State.CLOSED: dates.closes_at + (dates.results_at - dates.closes_at) / 2,
        State.PUBLISHED: dates.results_at + day,
    }[state]


def sample(questionnaire: Questionnaire, branch: str, before: int | None = None) -> Answers:
    """Plausible answers of somebody of the branch, to the screens before `before` (None: to all).

    What the branch depends on is answered whatever the screen.
    """
    rule = branches.BRANCHES.get(branch)
    answers = {}
    for row in questionnaire.rows:
        question = row.question
        if rule and question.code == rule.question:
            answers[question.code] = sorted(rule.choices)[0]
        elif before is None or row.step < before:
            answers[question.code] = _plausible(question)
    return branches.prune(questionnaire.codes, answers)


def _plausible(question: Question) -> branches.Answer:
    codes = [one.code for one in question.choices.all()]
    if question.kind == KINDS.MONEY:
        scale = money.scale(question.scale)
        return money.rounded(Decimal(scale.low + scale.high) / 5, scale.step)
    if question.kind == KINDS.NUMBER:
        return question.lowest or 1
    if question.kind == KINDS.TEXT or not codes:
        return None
    return codes[:1] if question.kind == KINDS.MULTI else codes[0]


class Visit(answering.Visit):
    """A respondent who never was: answers in memory, no token, nothing kept."""

    def __init__(self, request: HttpRequest, edition: Edition, answers: Answers) -> None:
        super().__init__(request, edition)
        self.token = self.device = ""
        self.answers = dict(answers)
        self.draft = Draft(edition=edition, answers=self.answers)

    def has_answered(self) -> bool:
        return False

    def sent_receipt(self) -> str | None:
        return None


def page(request: HttpRequest, edition: Edition, branch: str, rest: str) -> HttpResponse:
    """The public page at `rest`, what follows the edition’s own address, as a response.

    `edition` comes from `as_of`.  Raises Nothing for what no preview can show.
    """
    state = edition.state()
    if rest == "":
        return views.edition_page(request, edition)
    if rest == "editions/":
        others = Edition.objects.visible().exclude(pk=edition.pk)
        every = sorted([edition, *others], key=lambda one: -one.year)
        return views.index_page(request, every)
    if rest == "resultats/":
        return _results(request, edition)
    if state is not State.OPEN:
        return answering.closed(request, edition)
    questionnaire = Questionnaire(edition)
    if rest.startswith("repondre/"):
        step = rest.removeprefix("repondre/").rstrip("/")
        steps = [row.step for row in questionnaire.rows]
        number = int(step) if step.isascii() and step.isdigit() and len(step) < 6 else None
        if not steps:
            raise Nothing("Cette édition ne pose encore aucune question.")
        visit = Visit(request, edition, sample(questionnaire, branch, number or min(steps)))
        return inspect.unwrap(answering.answer)(visit, step=number or min(steps))
    visit = Visit(request, edition, sample(questionnaire, branch))
    if rest == "relecture/":
        return inspect.unwrap(answering.review)(visit)
    if rest == "merci/":
        return visit.page("sent", {"words": RECEIPT})
    if rest == "hors-champ/":
        return inspect.unwrap(answering.not_concerned)(visit)
    raise Nothing("Cette page dépend de ce que chacun a envoyé : elle n’a pas d’aperçu.")


def _results(request: HttpRequest, edition: Edition) -> HttpResponse:
    if edition.state() is not State.PUBLISHED:
        context = {
            "section": "enquete",
            "edition": edition,
            "state": edition.state(),
            "milestones": edition.milestones(),
            "editions": [],
            "breadcrumbs": [("Accueil", "/"), ("L’enquête", "/enquete/"), ("Résultats", None)],
        }
        return render(request, "surveys/awaited.html", context)
    if edition.state(timezone.now()) is State.PUBLISHED:
        found = resolve(edition.get_results_url())
        return found.func(request, *found.args, **found.kwargs)
    if edition.publications.exists():
        raise Nothing(
            "Les tableaux de cette édition sont scellés. Leur page paraîtra à l’heure dite : "
            "personne ne la lit avant, la rédaction non plus."
        )
    raise Nothing(
        "Il n’y a pas encore de résultats : ils seront calculés et scellés après la clôture."
    )
