"""Comments to judge: one by one, or many at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from cmsite.editorial.admin.base import QueueScreen, chosen
from cmsite.editorial.models import Comment

State = Comment.State
DECISIONS = {
    "publier": (State.PUBLISHED, "publié", "publiés"),
    "refuser": (State.REFUSED, "refusé", "refusés"),
    "indesirable": (State.SPAM, "classé indésirable", "classés indésirables"),
}
# label, what it holds
SHELVES = {
    "attente": ("À relire", lambda: Comment.objects.waiting()),
    "signales": ("Signalés", lambda: Comment.objects.reported()),
    "publies": ("Publiés", lambda: Comment.objects.filter(state=State.PUBLISHED)),
    "refuses": ("Refusés", lambda: Comment.objects.filter(state=State.REFUSED)),
    "indesirables": ("Indésirables", lambda: Comment.objects.filter(state=State.SPAM)),
}
PAGE_SIZE = 50


class CommentQueue(QueueScreen):
    model = Comment
    page_title = "Commentaires"
    header_icon = "comment"
    template_name = "comments/admin/queue.html"

    @property
    def shelf(self) -> str:
        asked = self.request.GET.get("etat", "attente")
        return asked if asked in SHELVES else "attente"

    def get_context_data(self, **kwargs) -> dict:
        found = SHELVES[self.shelf][1]()
        if self.shelf not in ("attente", "signales"):
            found = found.order_by("-decided_at", "-pk")
        found = found.select_related("article", "parent").prefetch_related("reports")
        page_obj = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "shelf": self.shelf,
            "shelves": [(key, label) for key, (label, _) in SHELVES.items()],
            "decisions": [
                (key, label)
                for key, label in (
                    ("publier", "Publier"),
                    ("refuser", "Refuser"),
                    ("indesirable", "Indésirable"),
                )
            ],
            "page_obj": page_obj,
        }

    def post(self, request):
        """`decision=publier` for those ticked, or `un=publier:12` for one."""
        decision, _, number = request.POST.get("un", "").partition(":")
        numbers = [number] if number else request.POST.getlist("commentaire")
        decision = decision or request.POST.get("decision", "")
        back = f"{reverse('editorial_comments:index')}?{urlencode({'etat': self.shelf})}"
        if decision not in DECISIONS:
            messages.error(request, "Choisissez ce qu’il faut faire de ces commentaires.")
            return redirect(back)
        state, one, many = DECISIONS[decision]
        judged = 0
        # What nobody confirmed, or what its author erased, is nobody’s to publish.
        judgeable = Comment.objects.exclude(state__in=[State.UNCONFIRMED, State.ERASED])
        for comment in judgeable.filter(pk__in=chosen(numbers)):
            comment.decide(state)
            log(instance=comment, action="wagtail.edit", user=request.user)
            judged += 1
        if judged:
            words = f"1 commentaire {one}." if judged == 1 else f"{judged} commentaires {many}."
            messages.success(request, words)
        else:
            messages.warning(request, "Cochez d’abord des commentaires.")
        return redirect(back)


class CommentScreens(ViewSet):
    name = "editorial_comments"
    url_prefix = "magazine/commentaires"
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list:
        return [path("", self.construct_view(CommentQueue), name="index")]
