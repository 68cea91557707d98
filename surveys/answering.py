"""The respondent’s way: screens, review, sending, thanks.

No account, no session.  The device keeps random tokens in cookies bound to the edition’s own
path; the server keeps their digests and knows nothing else of who is there.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from surveys import branches, clock, gate, tickets
from surveys.anonymity import new_token
from surveys.clock import State
from surveys.forms import ScreenForm
from surveys.models import AlreadyAnswered, Draft, Edition, Response
from surveys.questionnaire import Screen
from surveys.visit import Visit, closed, current_edition, respondent

# On a screen reached from the review: where its answers lead back to.
BACK_TO_REVIEW = "?retour=relecture"


def already(visit: Visit) -> HttpResponse:
    return visit.page("already", status=409)


@respondent
def start(visit: Visit) -> HttpResponse:
    """Where the respondent left off."""
    if visit.lacks_ticket:
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
    screen = next((one for one in screens if one.step == step), None)
    if screen is None:
        if step in {row.step for row in visit.questionnaire.rows}:
            return redirect(visit.next_url())
        raise Http404
    unanswered = visit.questionnaire.first_unanswered(visit.answers)
    if unanswered is not None and (screen.optional or unanswered < step):
        lost = "" if visit.draft else "?reprise=1"
        return redirect(visit.next_url() + lost)

    data = visit.request.POST if visit.posted else None
    typed = visit.draft.typed if visit.draft else {}
    form = ScreenForm(screen.rows, visit.answers, data, typed)
    if visit.outdated:
        form = ScreenForm(screen.rows, visit.answers, typed=form.strings(visit.request.POST))
    part = [one for one in screens if one.optional == screen.optional]
    position = part.index(screen)
    previous = _before(visit, screens, screen)
    if data is not None and "precedent" in data and previous:
        return _step_back(visit, form, previous)
    if form.is_valid():
        return _keep_and_go_on(visit, form, screen)
    context = {
        "form": form,
        "amounts": any(one.kind == "money" for one in screen.questions),
        "screen": screen,
        "screens": part,
        "position": position + 1,
        "previous": previous,
        "from_review": "retour" in visit.request.GET,
        "left": visit.questionnaire.left(visit.answers, step),
        "restarted": "reprise" in visit.request.GET,
        "part_time": "partiel" in (visit.answers.get("temps"), visit.request.POST.get("temps")),
    }
    return visit.page("step", context, status=400 if form.errors else 200)


def _before(visit: Visit, screens: list[Screen], screen: Screen) -> str:
    """The address of what comes before a screen, "" for the first.

    The review stands before the second part, and before a screen that it led to.
    """
    before = [one for one in screens if one.optional == screen.optional and one.step < screen.step]
    if "retour" in visit.request.GET or (screen.optional and not before):
        return reverse("surveys:review", args=[visit.edition.year])
    return visit.step_url(before[-1].step) if before else ""


def _step_back(visit: Visit, form: ScreenForm, previous: str) -> HttpResponse:
    """Leave a screen unfinished: what is understood is kept, the rest waits as it was typed."""
    if visit.draft is None:
        return visit.redirect(previous)
    answers, typed = form.salvage(visit.request.POST)
    others = {code: raw for code, raw in visit.draft.typed.items() if code not in form.fields}
    merged = visit.questionnaire.merge(visit.answers, answers)
    if not branches.ends(merged):
        visit.keep(merged, others | typed)
    return visit.redirect(previous)


def _keep_and_go_on(visit: Visit, form: ScreenForm, screen: Screen) -> HttpResponse:
    """Save the screen, then the next one, or the review when nothing is left to answer."""
    answers = visit.questionnaire.merge(visit.answers, form.cleaned_data)
    if branches.ends(answers):
        if visit.draft:
            visit.draft.delete()
        response = redirect("surveys:not_concerned", year=visit.edition.year)
        visit.forget_draft(response)
        return response
    typed = visit.draft.typed if visit.draft else {}
    visit.keep(answers, {code: raw for code, raw in typed.items() if code not in form.fields})
    if screen.optional:
        return visit.redirect(_after_optional(visit, screen))
    unanswered = visit.questionnaire.first_unanswered(answers)
    if unanswered is None or unanswered <= screen.step:
        return visit.redirect(visit.next_url())
    following = next(
        one.step for one in visit.questionnaire.screens(answers) if one.step > screen.step
    )
    return visit.redirect(visit.step_url(following))


def _after_optional(visit: Visit, screen: Screen) -> str:
    """The address of the next screen of the second part, or of the review."""
    if "retour" not in visit.request.GET:
        for one in visit.questionnaire.screens(visit.answers):
            if one.optional and one.step > screen.step:
                return visit.step_url(one.step)
    return reverse("surveys:review", args=[visit.edition.year])


@respondent
def review(visit: Visit) -> HttpResponse:
    """All answers, to be changed or sent; and the second part, for whoever wants to go on."""
    if visit.posted and visit.sent_receipt():
        # The second of two clicks: the first has sent the response.
        return redirect("surveys:sent", year=visit.edition.year)
    if visit.posted and visit.has_amended():
        return redirect(reverse("surveys:amended", args=[visit.edition.year]) + "?deja=1")
    if not visit.draft and visit.edition.state() is not State.OPEN:
        return closed(visit.request, visit.edition)
    if visit.has_answered():
        return already(visit)
    if not visit.draft or visit.questionnaire.first_unanswered(visit.answers) is not None:
        return redirect(visit.next_url() + ("" if visit.draft else "?reprise=1"))
    if visit.lacks_ticket:
        # Came in by the side; the draft waits.
        return redirect("surveys:entrance", year=visit.edition.year)
    # Whoever holds a ticket, or the receipt of what they change, has proven more already.
    proven = visit.by_mail or bool(visit.draft.amends)
    subject = f"surveys.review.{visit.edition.year}"
    refusal = ""
    if visit.posted:
        refusal = "" if proven else gate.refusal(visit.request, subject)
        if not refusal:
            return _send(visit)
    step = visit.questionnaire.first_optional(visit.answers)
    context = {
        "lines": visit.questionnaire.lines(visit.answers),
        "amounts": True,
        "more": visit.questionnaire.left_optional(visit.answers),
        "more_url": visit.step_url(step) if step is not None else "",
        "second_part_begun": any(
            question.code in visit.answers for question in visit.questionnaire.second_part
        ),
        "back": BACK_TO_REVIEW,
        "challenge": "" if proven else gate.challenge(subject),
        "refusal": refusal,
    }
    return visit.page("review", context, status=429 if refusal else 200)


def _send(visit: Visit) -> HttpResponse:
    asked = visit.questionnaire.merge(visit.answers, {})
    if asked != visit.answers:
        visit.keep(asked)
    if visit.draft.amends:
        return _amend(visit)
    device = visit.device or new_token()
    secrets = visit.edition.secrets
    words = secrets.receipt(visit.token)
    try:
        visit.draft.send(
            secrets.receipt_digest(words),
            secrets.digest("device", device),
            too_fast=visit.is_too_fast(),
        )
    except Edition.DoesNotExist:
        return closed(visit.request, visit.edition)
    except AlreadyAnswered:
        return already(visit)
    except Draft.DoesNotExist:
        # The other of two simultaneous clicks sent it.
        return redirect("surveys:sent", year=visit.edition.year)
    response = redirect("surveys:sent", year=visit.edition.year)
    if not visit.device:
        lasts = visit.edition.closes_at + clock.GRACE - timezone.now()
        seconds = max(int(lasts.total_seconds()), 0)
        visit.set_cookie(response, tickets.DEVICE_COOKIE, device, seconds)
    return response


def _amend(visit: Visit) -> HttpResponse:
    """Replace the response; the draft’s cookie stays, to know the second of two clicks."""
    try:
        visit.draft.amend()
    except Edition.DoesNotExist:
        return closed(visit.request, visit.edition)
    except Response.DoesNotExist:
        visit.draft.delete()
        response = visit.page("gone", status=409)
        visit.forget_draft(response)
        return response
    except Draft.DoesNotExist:
        return redirect(reverse("surveys:amended", args=[visit.edition.year]) + "?deja=1")
    return redirect("surveys:amended", year=visit.edition.year)


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
    response = visit.page("sent", {"receipt": words, "closing": None})
    if words:
        visit.forget_draft(response)
    return response


@never_cache
@require_http_methods(["GET", "HEAD"])
def amended(request: HttpRequest, year: int) -> HttpResponse:
    """The response was replaced; its receipt stays the same."""
    edition = current_edition(year)
    visit = Visit(request, edition)
    response = visit.page("amended", {"already": "deja" in request.GET, "closing": None})
    if visit.has_amended() and "deja" in request.GET:
        visit.forget_draft(response)
    return response


@respondent
def not_concerned(visit: Visit) -> HttpResponse:
    """For whoever never did this work: nothing of their visit is kept."""
    return visit.page("not_concerned")
