"""What waits for somebody in the admin, on its first page: how much, and one click to see to it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from wagtail.admin.ui.components import Component

from cmsite.editorial.admin.base import may_change
from cmsite.editorial.models import Comment, Link, StandardPage
from cmsite.toolbox.models import Suggestion
from cmsite.toolbox.wagtail_hooks import may_decide
from directory import twins
from directory.admin.menu import may
from directory.admin.review import reviews
from directory.models import Claim, Report


@dataclass(frozen=True)
class Queue:
    """`words`: singular and plural, after the number; `done`: said when nothing waits."""

    words: tuple[str, str]
    done: str
    url: str  # the name of one
    count: Callable[[], int]
    open_to: Callable[[object], bool]


QUEUES = (
    Queue(
        ("profil à relire", "profils à relire"),
        "Tous les profils sont relus",
        "directory_review:index",
        lambda: reviews().count(),
        lambda user: may(user, "change", "publish"),
    ),
    Queue(
        ("signalement à traiter", "signalements à traiter"),
        "Aucun signalement en attente",
        "wagtailsnippets_directory_report:list",
        lambda: Report.objects.filter(state=Report.State.PENDING).count(),
        lambda user: may_change(user, Report),
    ),
    Queue(
        ("demande «\u202fC’est vous\u202f?\u202f»", "demandes «\u202fC’est vous\u202f?\u202f»"),
        "Aucune demande de profil en attente",
        "directory_claims:index",
        lambda: Claim.objects.waiting().count(),
        lambda user: may(user, "add", "change", "publish"),
    ),
    Queue(
        ("doublon possible", "doublons possibles"),
        "Aucun doublon connu",
        "directory_duplicates:index",
        twins.known_count,
        lambda user: may(user, "change", "delete"),
    ),
    Queue(
        ("commentaire à lire", "commentaires à lire"),
        "Tous les commentaires sont lus",
        "editorial_comments:index",
        lambda: Comment.objects.waiting().count(),
        lambda user: may_change(user, Comment),
    ),
    Queue(
        ("suggestion pour la boîte à outils", "suggestions pour la boîte à outils"),
        "Aucune suggestion d’outil en attente",
        "toolbox_suggestions:index",
        lambda: Suggestion.objects.waiting().count(),
        may_decide,
    ),
    Queue(
        ("lien à revoir", "liens à revoir"),
        "Tous les liens répondent",
        "editorial_links:index",
        lambda: Link.objects.to_review().count(),
        lambda user: may_change(user, Link),
    ),
    Queue(
        (
            "page fixe où il reste à compléter entre crochets",
            "pages fixes où il reste à compléter entre crochets",
        ),
        "",  # never told: nobody may change what is not there
        "editorial_unfinished",
        lambda: len(StandardPage.objects.to_complete()),
        lambda user: any(
            page.permissions_for_user(user).can_publish()
            for page in StandardPage.objects.to_complete()
        ),
    ),
)


class WaitingPanel(Component):
    """Only the queues that the reader may see to; no panel at all without any."""

    name = "waiting"
    order = 10
    template_name = "cmsite/admin/waiting.html"

    def get_context_data(self, parent_context) -> dict:
        user = parent_context["request"].user
        rows = []
        for queue in QUEUES:
            if queue.open_to(user):
                count = queue.count()
                words = queue.words[count > 1] if count else queue.done
                rows.append({"count": count, "words": words, "url": reverse(queue.url)})
        return {"rows": rows}
