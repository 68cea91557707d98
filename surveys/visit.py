"""One request of a respondent: the edition, the draft under way, the cookies of the device."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from surveys import branches, clock, keys, quality, tickets
from surveys.anonymity import new_words
from surveys.branches import Answers
from surveys.clock import State
from surveys.models import DRAFT_LASTS, Draft, Edition, Response
from surveys.questionnaire import Questionnaire

DRAFT_COOKIE = "brouillon"
START_COOKIE = "debut"
# The answers of any edition fit in far less.
LARGEST_BODY = 64 * 1024
# From so long before closing, each screen says how long is left.
CLOSING_SOON = timedelta(hours=2)
AMENDING = "modification"


class Visit:
    """The draft’s token is « words.device part »: the words alone lead to the draft, from any
    device; only the device that sends it can show the receipt, which comes from the whole.
    """

    def __init__(self, request: HttpRequest, edition: Edition) -> None:
        self.request = request
        self.edition = edition
        self.token = request.COOKIES.get(DRAFT_COOKIE, "")
        self.device = tickets.device(edition, request.COOKIES)
        self.draft = self._draft()
        self.answers = self.draft.answers if self.draft else {}
        self.questionnaire = Questionnaire(edition)
        self.begins = False

    @property
    def words(self) -> str:
        """What resumes the draft on another device; "" while there is none."""
        return self.token.partition(".")[0] if self.draft else ""

    @property
    def by_mail(self) -> bool:
        return self.edition.mode == Edition.Mode.MAIL

    @property
    def lacks_ticket(self) -> bool:
        """Whether one must come in by an address first; not to change what was sent."""
        return self.by_mail and not self.device and not (self.draft and self.draft.amends)

    @property
    def posted(self) -> bool:
        """Whether something was sent for good: not with the proof of its origin missing."""
        return self.request.method == "POST" and not self.outdated

    @property
    def outdated(self) -> bool:
        """Whether the page was sent from a form whose cookie was lost (`csrf_refused`)."""
        return getattr(self.request, "lost_its_cookie", False)

    def _draft(self) -> Draft | None:
        if not self.token:
            return None
        words = self.token.partition(".")[0]
        return Draft.objects.held_by(self.edition, self.edition.secrets.digest("draft", words))

    def has_answered(self) -> bool:
        """Whether this device has, unless it is changing its response; costs nothing to others."""
        if self.draft and self.draft.amends:
            return False
        return (
            bool(self.device)
            and self.edition.participations.filter(
                digest=self.edition.secrets.digest("device", self.device)
            ).exists()
        )

    def has_amended(self) -> bool:
        """Whether the draft that this device held was of a change, and is gone."""
        return not self.draft and self.token.endswith(AMENDING)

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
        """The first screen with an unanswered core question, or the review."""
        step = self.questionnaire.first_unanswered(self.answers)
        if step is None:
            return reverse("surveys:review", args=[self.edition.year])
        return self.step_url(step)

    def step_url(self, step: int) -> str:
        return reverse("surveys:answer", args=[self.edition.year, step])

    def keep(self, answers: Answers, typed: dict | None = None) -> None:
        """Save the answers under the device’s words, or under new ones.

        `typed`: what was typed and is not an answer yet, in place of what there was.
        """
        if self.draft is None:
            self.hold(self.open_draft(new_words()))
            self.begins = True
        self.draft.answers = self.answers = dict(answers)
        if typed is not None:
            self.draft.typed = typed
        self.draft.touched_on = timezone.localdate()
        self.draft.save(force_insert=self.draft._state.adding)  # else it is looked for first

    def amend(self, response: Response) -> None:
        """Open a copy of a response that was sent, to change it."""
        self.hold(self.open_draft(new_words(), response.receipt_digest))
        self.keep(self.questionnaire.merge(response.answers, {}))

    def open_draft(self, words: str, amends: str = "") -> tuple[str, Draft]:
        """A draft not saved yet, and its words."""
        digest = self.edition.secrets.digest("draft", words)
        return words, Draft(digest=digest, edition=self.edition, amends=amends)

    def hold(self, found: tuple[str, Draft]) -> None:
        """Make this device, from now on, one that has the draft."""
        words, self.draft = found
        device_part = secrets.token_urlsafe(32)
        self.token = f"{words}.{device_part}{AMENDING if self.draft.amends else ''}"
        self.answers = self.draft.answers

    def is_too_fast(self) -> bool:
        """Whether the answers came sooner than anybody reads; False when nobody can tell."""
        try:
            began = float(self._signer().unsign(self.request.COOKIES.get(START_COOKIE, "")))
        except signing.BadSignature:
            return False
        # The first screen was answered before the clock started; a remark is no question to read.
        count = sum(not branches.is_remark(key) for key in self.answers) - 1
        return quality.is_too_fast(timezone.now().timestamp() - began, count)

    def _signer(self) -> signing.Signer:
        return signing.Signer(salt=f"surveys.debut.{self.edition.pk}")

    def closing_soon(self) -> dict | None:
        """What to say of the closing: whether it is past, when, until when one may send, how far
        that is (« dans 9 minutes »)."""
        now, edition = timezone.now(), self.edition
        if now < edition.closes_at - CLOSING_SOON:
            return None
        return {
            "past": now >= edition.closes_at,
            "closes": clock.time_in_words(timezone.localtime(edition.closes_at)),
            "last": last_moment(edition),
            "left": clock.countdown(last_instant(edition), now),
        }

    def page(self, template: str, context: dict | None = None, status: int = 200) -> HttpResponse:
        """Render without flash messages: reading them would open the visitor’s session."""
        shared = {"words": self.words, "closing": self.closing_soon(), "outdated": self.outdated}
        return page(self.request, self.edition, template, shared | (context or {}), status)

    def redirect(self, url: str) -> HttpResponse:
        response = redirect(url)
        if self.draft:
            seconds = int(DRAFT_LASTS.total_seconds())
            self.set_cookie(response, DRAFT_COOKIE, self.token, seconds)
            if self.begins and not self.draft.amends:
                began = self._signer().sign(str(int(timezone.now().timestamp())))
                self.set_cookie(response, START_COOKIE, began, seconds)
        return response

    def set_cookie(self, response: HttpResponse, name: str, token: str, seconds: int) -> None:
        set_cookie(response, self.edition, name, token, seconds)

    def forget_draft(self, response: HttpResponse) -> None:
        for name in (DRAFT_COOKIE, START_COOKIE):
            response.delete_cookie(name, path=self.edition.get_absolute_url(), samesite="Lax")


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
    try:
        return Edition.objects.of_year(year)
    except Edition.DoesNotExist:
        raise Http404 from None


def last_instant(edition: Edition) -> datetime:
    """The end of the grace."""
    return clock.sealable_from(edition.closes_at, edition.results_at)


def last_moment(edition: Edition) -> str:
    """« 18 h 15 »."""
    return clock.time_in_words(timezone.localtime(last_instant(edition)))


def is_too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdigit() or int(length) > LARGEST_BODY


def closed(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What comes next and when, for whoever comes too early or too late."""
    context = {
        "state": edition.state(),
        "milestones": edition.milestones(),
        # Until when who had started may finish, when that is not over.
        "last": edition.accepts() and last_moment(edition),
    }
    return page(request, edition, "not_open", context, status=403)


# What takes no draft to reach after closing: they look for one, or for what it became.
LATE = {"review", "resume"}


def respondent(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the view to an edition that accepts answers, and hand it a `Visit`.

    After closing, and for as long as the grace lasts, only whoever holds a draft gets in, or
    comes to fetch it.  `view.csrf_refused` is the same page when the form’s cookie was lost: it
    shows again what was typed and does nothing with it.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, year: int, **kwargs) -> HttpResponse:
        edition = current_edition(year)
        if not edition.accepts():
            return closed(request, edition)
        if is_too_large(request):
            return page(request, edition, "too_much", status=413)
        keys.of(edition)  # raises KeyLost now, rather than once something is typed
        visit = Visit(request, edition)
        if edition.state() is State.OPEN or visit.draft or view.__name__ in LATE:
            return view(visit, **kwargs)
        return closed(request, edition)

    wrapped = never_cache(require_http_methods(["GET", "HEAD", "POST"])(wrapped))

    def csrf_refused(request: HttpRequest, **kwargs) -> HttpResponse:
        request.lost_its_cookie = True
        response = wrapped(request, **kwargs)
        if response.status_code == 200:
            response.status_code = 403
        return response

    wrapped.csrf_refused = csrf_refused
    return wrapped
