"""The Wagtail menu « Magazine », and what is told when a story is saved."""

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cmsite.editorial.admin.base import CountedItem
from cmsite.editorial.admin.comments import CommentScreens
from cmsite.editorial.admin.links import LinkScreens, LinkViewSet
from cmsite.editorial.models import Comment, Link, Series, StandardPage, Story


class SeriesViewSet(SnippetViewSet):
    model = Series
    icon = "list-ol"
    menu_label = "Séries"
    copy_view_enabled = False
    list_display = ["title", "slug"]


register_permission_policy(Comment, ModelPermissionPolicy(Comment))


class MagazineGroup(SnippetViewSetGroup):
    menu_label = "Magazine"
    menu_icon = "doc-full-inverse"
    menu_order = 210
    items = (LinkViewSet, SeriesViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        links, series = super().get_submenu_items()
        entries = [
            CountedItem(
                "Commentaires",
                reverse("editorial_comments:index"),
                model=Comment,
                count=lambda: Comment.objects.waiting().count(),
                icon_name="comment",
            ),
            links,
            CountedItem(
                "Liens à revoir",
                reverse("editorial_links:index"),
                model=Link,
                count=lambda: Link.objects.to_review().count(),
                icon_name="warning",
            ),
            series,
        ]
        for order, entry in enumerate(entries, start=1):
            entry.order = order
        return entries


register_snippet(MagazineGroup)


@hooks.register("register_admin_viewset")
def screens() -> list:
    return [CommentScreens(), LinkScreens()]


@hooks.register("register_admin_urls")
def first_unfinished() -> list:
    """One click from the first page of the admin to the first page to complete."""
    return [path("a-completer/", unfinished, name="editorial_unfinished")]


def unfinished(request: HttpRequest) -> HttpResponse:
    left = StandardPage.objects.to_complete()
    if not left:
        return redirect("wagtailadmin_home")
    return redirect("wagtailadmin_pages:edit", left[0].pk)


@hooks.register("register_permissions")
def permissions():
    """The right to judge comments, among those of a group."""
    return Permission.objects.filter(content_type__app_label="editorial", codename="change_comment")


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell(request, page) -> None:
    """What is worth a look in what was just saved; nothing is held back for it."""
    if isinstance(page, Story):
        for sentence in page.warnings():
            messages.warning(request, sentence)
    for blank in getattr(page, "to_complete", ()):
        messages.warning(request, f"Il reste à compléter\u00a0: {blank}")
