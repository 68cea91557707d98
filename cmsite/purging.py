"""What makes the pages kept for visitors untrue."""

from django.apps import apps
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cmsite import page_cache
from cmsite.toolbox.models import Suggestion, Vote
from directory.changes import told
from directory.models import AreaText
from surveys import models as survey

# Of these rooms everything shows on pages, except what is named below.
ROOMS = ("editorial", "toolbox")
# A voice shows within the life of a page; a suggestion shows to editors alone.
UNSEEN = (Vote, Suggestion)
ELSEWHERE = (
    AreaText,
    PageViewRestriction,
    Site,
    survey.ArchivedFigure,
    survey.ChapterComment,
    survey.Edition,
    survey.EditionQuestion,
    survey.Publication,
    survey.Question,
    survey.Reuse,
)
LIBRARIES = ("wagtailimages.Image", "wagtaildocs.Document", "wagtailredirects.Redirect")


def changed(sender, instance=None, **kwargs) -> None:
    """`changes_pages` of a row says whether visitors see it, where not every row shows."""
    if getattr(instance, "changes_pages", True):
        page_cache.purge()


def watched() -> list[type]:
    rooms = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    # Pages tell by signals of their own: drafts are saved too, and nobody sees those.
    seen = [one for one in rooms if not issubclass(one, (Page, *UNSEEN))]
    return [*seen, *ELSEWHERE, *map(apps.get_model, LIBRARIES)]


def watch() -> None:
    """At start-up."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move, told):
        signal.connect(changed, dispatch_uid="cmsite.purging")
    for model in watched():
        for signal in (post_save, post_delete):
            signal.connect(changed, sender=model, dispatch_uid=f"cmsite.purging.{model.__name__}")
        for field in model._meta.many_to_many:
            m2m_changed.connect(
                changed,
                sender=field.remote_field.through,
                dispatch_uid=f"cmsite.purging.{model.__name__}.{field.name}",
            )
    post_delete.connect(changed, sender=Page, dispatch_uid="cmsite.purging.Page")
