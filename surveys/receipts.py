"""What the receipt opens until closing: read one’s response again, change it, or withdraw it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from surveys import attempts
from surveys.clock import State
from surveys.forms import ReceiptForm
from surveys.models import Edition
from surveys.visit import Visit, closed, current_edition, is_too_large, page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for the words, then show the answers and the ways to change or withdraw them.

    The words travel in the body only: never in an address, a cookie or a log.
    """
    edition = current_edition(year)
    if edition.state() is not State.OPEN:
        return closed(request, edition)
    if is_too_large(request):
        return page(request, edition, "too_much", status=413)
    visit = Visit(request, edition)
    if not visit.posted:
        form = ReceiptForm(edition)
        if visit.outdated:
            form.initial = {"recu": request.POST.get("recu", "")}
        return visit.page("receipt", {"form": form})
    form = ReceiptForm(edition, request.POST)
    if not attempts.words_may_be_tried(request, edition.pk):
        return too_many_words(visit.page("receipt", {"form": form.unjudged(), "wait": True}))
    if not form.is_valid():
        attempts.count_wrong_words(request, edition.pk)
        return visit.page("receipt", {"form": form}, status=400)
    if "retirer" in request.POST:
        return _withdraw(visit, form)
    if "modifier" in request.POST:
        visit.amend(form.response)
        return visit.redirect(reverse("surveys:review", args=[edition.year]))
    context = {
        "form": form,
        "lines": visit.questionnaire.lines(form.response.answers),
        "amounts": True,
        "response": form.response,
        "asks": "confirmer" in request.POST,
    }
    return visit.page("receipt", context)


def _withdraw(visit: Visit, form: ReceiptForm) -> HttpResponse:
    try:
        form.response.withdraw(visit.edition.secrets.digest("device", visit.device))
    except Edition.DoesNotExist:
        return closed(visit.request, visit.edition)
    return visit.page("withdrawn")


def too_many_words(response: HttpResponse) -> HttpResponse:
    """Make it the answer to words tried too often in a minute, from there or from everywhere."""
    response.status_code = 429
    response["Retry-After"] = str(attempts.MINUTE)
    return response


def csrf_refused(request: HttpRequest, **kwargs) -> HttpResponse:
    """The same page, with the words typed, when the form’s cookie was lost."""
    request.lost_its_cookie = True
    response = receipt(request, **kwargs)
    response.status_code = 403
    return response


receipt.csrf_refused = csrf_refused
