"""What the receipt opens until closing: read one’s response again, or withdraw it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from surveys import tickets
from surveys.answering import closed, current_edition, page
from surveys.clock import State
from surveys.forms import ReceiptForm
from surveys.models import Edition
from surveys.questionnaire import Questionnaire


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for the words, then show the answers and the way to withdraw them.

    The words travel in the body only: never in an address, a cookie or a log.
    """
    edition = current_edition(year)
    if edition.state() is not State.OPEN:
        return closed(request, edition)
    if request.method != "POST":
        return page(request, edition, "receipt", {"form": ReceiptForm(edition)})
    form = ReceiptForm(edition, request.POST)
    if not form.is_valid():
        return page(request, edition, "receipt", {"form": form}, status=400)
    if "retirer" in request.POST:
        try:
            form.response.withdraw(
                edition.secrets.digest("device", tickets.device(edition, request.COOKIES))
            )
        except Edition.DoesNotExist:
            return closed(request, edition)
        return page(request, edition, "withdrawn")
    lines = Questionnaire(edition).lines(form.response.answers)
    context = {"form": form, "lines": lines, "response": form.response}
    return page(request, edition, "receipt", context)
