"""What Wagtail’s history says of our own actions."""

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, LogFormatter

from surveys.admin.base import EDITIONS
from surveys.models import Edition


def register_actions(actions: LogActionRegistry) -> None:
    @actions.register_action("surveys.dates")
    class Dates(LogFormatter):
        label = "Dates changées"

        def format_message(self, log_entry) -> str:
            moved = log_entry.data.get("moved", [])
            return "Dates : " + " ; ".join(f"{what} : {was} → {now}" for what, was, now in moved)

    @actions.register_action("surveys.typo")
    class Typo(LogFormatter):
        label = "Coquille corrigée"

        def format_message(self, log_entry) -> str:
            data = log_entry.data
            return f"{data['what']} : « {data['before']} » → « {data['after']} »"

    @actions.register_action("surveys.import")
    class Imported(LogFormatter):
        label = "Import"

        def format_message(self, log_entry) -> str:
            data = log_entry.data
            return f"Import de « {data['file']} » : {data['kept']} lignes, {data['kind']}"

    @actions.register_action("surveys.revision")
    class Revised(LogFormatter):
        label = "Résultats corrigés"

        def format_message(self, log_entry) -> str:
            return f"Révision {log_entry.data['revision']} : {log_entry.data['reason']}"


def keep_opened(request: HttpRequest, instances: list):
    """Nobody deletes an edition that people have answered, its results with it."""
    editions = [one for one in instances if isinstance(one, Edition)]
    asked = Edition.objects.opened().filter(pk__in=[one.pk for one in editions]).first()
    if asked is None:
        return None
    messages.error(request, f"« {asked} » a ouvert : une édition qui a ouvert ne se supprime pas.")
    return redirect(reverse(f"{EDITIONS}:edit", args=[asked.pk]))
