"""Anybody suggests a tool, or corrects the page of one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cmsite.limits import allowed
from cmsite.toolbox.forms import SuggestionForm
from cmsite.toolbox.models import Tool

PROVEN, UNPROVEN = 20, 3  # an hour, from one place
TOO_MANY = (
    "Trop de suggestions sont venues d’ici en une heure. Rien n’est perdu\u202f: gardez cette page "
    "ouverte et renvoyez-la plus tard."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The form, of a new tool or of a page to correct; 400 or 429 with what was typed."""
    tool = get_object_or_404(Tool.objects.published(), slug=slug) if slug else None
    form = SuggestionForm(request.POST if request.method == "POST" else None, tool=tool)
    status = 200
    if request.method == "POST":
        if not form.is_valid():
            status = 400
        elif not allowed(request, "toolbox.suggest", PROVEN if form.proven else UNPROVEN):
            form.add_error(None, TOO_MANY)
            status = 429
        else:
            return thank(request, form, tool)
    context = {
        "section": "outils",
        "form": form,
        "tool": tool,
        "breadcrumbs": [
            ("Accueil", "/"),
            ("La boîte à outils", reverse("toolbox:list")),
            *([(tool.name, tool.get_absolute_url())] if tool else []),
            ("Corriger" if tool else "Proposer un outil", None),
        ],
    }
    return render(request, "toolbox/suggest.html", context, status=status)


def thank(request: HttpRequest, form: SuggestionForm, tool: Tool | None) -> HttpResponse:
    said = "Merci\u202f! La rédaction lit chaque suggestion avant de la mettre en ligne."
    if not form.instance.wait():
        said = "Cette suggestion nous est déjà parvenue, merci\u202f: la rédaction va la lire."
    messages.success(request, said)
    return redirect(tool.get_absolute_url() if tool else reverse("toolbox:list"))
