"""The respondent’s way: screens, review, sending, thanks.

No account, no session.  The device keeps two random tokens in cookies bound to the edition’s
own path; the server keeps their digests and knows nothing else of who is there.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from surveys import branches, gate, keys, tickets
from surveys.anonymity import new_token
from surveys.clock import State
from surveys.forms import ScreenForm
from surveys.models import DRAFT_LASTS, AlreadyAnswered, Draft, Edition, Response
from surveys.questionnaire import Questionnaire

DRAFT_COOKIE = "brouillon"


class Visit:
    """One request of a respondent: the edition, the draft under way."""

    def __init__(self, request: HttpRequest, edition: Edition) -> None:
        self.request = request
        self.edition = edition
        self.token = request.COOKIES.get(DRAFT_COOKIE, "")
        self.device = tickets.device(edition, request.COOKIES)
        self.draft = self._draft()
        self.answers = self.draft.answers if self.draft else {}
        self.questionnaire = Questionnaire(edition)

    def _draft(self) -> Draft | None:
        if not self.token:
            return None
        return self.edition.drafts.filter(
            digest=self.edition.secrets.digest("draft", self.token)
        ).first()

    def has_answered(self) -> bool:
        """Whether this device has; costs nothing to one that never did."""
        return (
            bool(self.device)
            and self.edition.participations.filter(
                digest=self.edition.secrets.digest("device", self.device)
            ).exists()
        )

    def sent_receipt(self) -> str | None:
        """The words of the response that this device’s draft became, when it did."""
        words = self.edition.secrets.receipt(self.token) if self.token and not self.draft else None
        if (
            words
            and Response.objects.held_by(
                self.edition, self.edition.secrets.receipt_digest(words)
            ).exists()
        ):
            return words
        return None

    def next_url(self) -> str:
        """The first screen with an unanswered question, or the review."""
        step = self.questionnaire.first_unanswered(self.answers)
        if step is None:
            return reverse("surveys:review", args=[self.edition.year])
        return reverse("surveys:answer", args=[self.edition.year, step])

    def keep(self, answers: dict) -> None:
        """Save the answers under the device’s token, or under a new one."""
        if self.draft is None:
            self.token = new_token()
            self.draft = Draft(
                digest=self.edition.secrets.digest("draft", self.token), edition=self.edition
            )
        self.draft.answers = self.answers = answers
        self.draft.touched_on = timezone.localdate()
        self.draft.save()

    def page(self, template: str, context: dict | None = None, status: int = 200) -> HttpResponse:
        """Render without flash messages: reading them would open the visitor’s session."""
        return page(self.request, self.edition, template, context, status)

    def redirect(self, url: str) -> HttpResponse:
        response = redirect(url)
        if self.draft:
            self.set_cookie(response, DRAFT_COOKIE, self.token, int(DRAFT_LASTS.total_seconds()))
        return response

    def set_cookie(self, response: HttpResponse, name: str, token: str, seconds: int) -> None:
        set_cookie(response, self.edition, name, token, seconds)

    def forget_draft(self, response: HttpResponse) -> None:
        response.delete_cookie(DRAFT_COOKIE, path=self.edition.get_absolute_url(), samesite="Lax")


def set_cookie(
    response: HttpResponse, edition: Edition, name: str, token: str, seconds: int
) -> None:
    """For the pages of the edition alone, and for no script."""
    response.set_cookie(
        name,
        token,
        max_age=seconds,
        path=edition.get_absolute_url(),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def page(
    request: HttpRequest,
    edition: Edition,
    template: str,
    context: dict | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of the survey for one edition."""
    context = {"section": "enquete", "messages": (), "edition": edition, **(context or {})}
    return render(request, f"surveys/{template}.html", context, status=status)


def current_edition(year: int) -> Edition:
    """The edition of the year, drafts and archives excepted; Http404 otherwise."""
    return get_object_or_404(Edition.objects.dated(), year=year)


def respondent(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the view to an open edition only, and hand it a `Visit`."""

    @wraps(view)
    def wrapped(request: HttpRequest, year: int, **kwargs) -> HttpResponse:
        edition = current_edition(year)
        if edition.state() is not State.OPEN:
            return closed(request, edition)
        keys.of(edition)  # raises KeyLost now, rather than once something is typed
        return view(Visit(request, edition), **kwargs)

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(wrapped))


def closed(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What comes next and when, for whoever comes too early or too late."""
    context = {"state": edition.state(), "milestones": edition.milestones()}
    return page(request, edition, "not_open", context, status=403)


def already(visit: Visit) -> HttpResponse:
    return visit.page("already", status=409)


@respondent
def start(visit: Visit) -> HttpResponse:
    """Where the respondent left off."""
    if visit.edition.mode == Edition.Mode.MAIL and not visit.device:
        return redirect("surveys:entrance", year=visit.edition.year)
    if visit.has_answered():
        return already(visit)
    return redirect(visit.next_url())


@respondent
def answer(visit: Visit, step: int) -> HttpResponse:
    """One screen.  Its predecessors must be answered; a lost draft starts anew, kindly."""
    if visit.has_answered():
        return already(visit)
    screens = visit.questionnaire.screens(visit.answers)
    position = next((at for at, screen in enumerate(screens) if screen.step == step), None)
    if position is None:
        if step in {row.step for row in visit.questionnaire.rows}:
            return redirect(visit.next_url())
        raise Http404
    unanswered = visit.questionnaire.first_unanswered(visit.answers)
    if unanswered is not None and unanswered < step:
        lost = "" if visit.draft else "?reprise=1"
        return redirect(visit.next_url() + lost)

    posted = visit.request.method == "POST"
    screen = screens[position]
    form = ScreenForm(screen.questions, visit.answers, visit.request.POST if posted else None)
    if posted and form.is_valid():
        return _keep_and_go_on(visit, form, step)
    context = {
        "form": form,
        "screen": screen,
        "screens": screens,
        "position": position + 1,
        "previous": screens[position - 1] if position else None,
        "minutes": visit.questionnaire.minutes_left(visit.answers, step),
        "restarted": "reprise" in visit.request.GET,
    }
    return visit.page("step", context, status=400 if form.errors else 200)


def _keep_and_go_on(visit: Visit, form: ScreenForm, step: int) -> HttpResponse:
    """Save the screen, then the next one, or the review when nothing is left to answer."""
    answers = visit.questionnaire.merge(visit.answers, form.cleaned_data)
    if branches.ends(answers):
        if visit.draft:
            visit.draft.delete()
        response = redirect("surveys:not_concerned", year=visit.edition.year)
        visit.forget_draft(response)
        return response
    visit.keep(answers)
    unanswered = visit.questionnaire.first_unanswered(answers)
    if unanswered is None or unanswered <= step:
        return visit.redirect(visit.next_url())
    following = next(
        screen.step for screen in visit.questionnaire.screens(answers) if screen.step > step
    )
    return visit.redirect(reverse("surveys:answer", args=[visit.edition.year, following]))


@respondent
def review(visit: Visit) -> HttpResponse:
    """All answers, to be changed or sent."""
    if visit.request.method == "POST" and visit.sent_receipt():
        # The second of two clicks: the first has sent the response.
        return redirect("surveys:sent", year=visit.edition.year)
    if visit.has_answered():
        return already(visit)
    if not visit.draft or visit.questionnaire.first_unanswered(visit.answers) is not None:
        return redirect(visit.next_url() + ("" if visit.draft else "?reprise=1"))
    by_mail = visit.edition.mode == Edition.Mode.MAIL
    if by_mail and not visit.device:
        # Came in by the side; the draft waits.
        return redirect("surveys:entrance", year=visit.edition.year)
    refusal = ""
    subject = f"surveys.review.{visit.edition.year}"
    if visit.request.method == "POST":
        # Whoever holds a ticket has proven more already.
        refusal = "" if by_mail else gate.refusal(visit.request, subject)
        if not refusal:
            return _send(visit)
    context = {
        "lines": visit.questionnaire.lines(visit.answers),
        "challenge": "" if by_mail else gate.challenge(subject),
        "refusal": refusal,
    }
    return visit.page("review", context, status=429 if refusal else 200)


def _send(visit: Visit) -> HttpResponse:
    device = visit.device or new_token()
    secrets = visit.edition.secrets
    words = secrets.receipt(visit.token)
    try:
        visit.draft.send(secrets.receipt_digest(words), secrets.digest("device", device))
    except Edition.DoesNotExist:
        return closed(visit.request, visit.edition)
    except AlreadyAnswered:
        return already(visit)
    except Draft.DoesNotExist:
        # The other of two simultaneous clicks sent it.
        return redirect("surveys:sent", year=visit.edition.year)
    response = redirect("surveys:sent", year=visit.edition.year)
    if not visit.device:
        remaining = int((visit.edition.closes_at - timezone.now()).total_seconds())
        visit.set_cookie(response, tickets.DEVICE_COOKIE, device, max(remaining, 0))
    return response


@never_cache
@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest, year: int) -> HttpResponse:
    """Thanks, and the receipt: shown once, for its only trace leaves the device with this page.

    Also after closing, for whoever sent theirs at the last second.
    """
    edition = current_edition(year)
    visit = Visit(request, edition)
    words = visit.sent_receipt()
    if not words and not visit.has_answered():
        is_open = edition.state() is State.OPEN
        return redirect(visit.next_url()) if is_open else closed(request, edition)
    response = visit.page("sent", {"words": words})
    if words:
        visit.forget_draft(response)
    return response


@respondent
def not_concerned(visit: Visit) -> HttpResponse:
    """For whoever never did this work: nothing of their visit is kept."""
    return visit.page("not_concerned")
