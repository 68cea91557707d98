"""The Wagtail menu « Annuaire »; its screens are in `directory/admin/`."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from directory import twins
from directory.admin.claims import ClaimScreens
from directory.admin.duplicates import DuplicateScreens
from directory.admin.imports import ImportScreens
from directory.admin.menu import CountedMenuItem
from directory.admin.profiles import ProfileViewSet
from directory.admin.review import ReviewScreens, reviews
from directory.admin.words import OccupationViewSet, SectorViewSet, SkillViewSet
from directory.admin_areas import AreaTextViewSet
from directory.admin_reports import ContactBanViewSet, ReportViewSet
from directory.models import Claim, Report


class Reports(ReportViewSet):
    """With how many wait."""

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        item = super().get_menu_item(order)
        return CountedMenuItem(
            item.label,
            item.url,
            actions=("change",),
            count=lambda: Report.objects.filter(state=Report.State.PENDING).count(),
            icon_name=item.icon_name,
            name=item.name,
            order=item.order,
        )


class DirectoryGroup(SnippetViewSetGroup):
    menu_label = "Annuaire"
    menu_icon = "group"
    menu_order = 200
    items = (
        ProfileViewSet,
        Reports,
        ContactBanViewSet,
        OccupationViewSet,
        SkillViewSet,
        SectorViewSet,
        AreaTextViewSet,
    )

    def get_submenu_items(self) -> list[MenuItem]:
        profiles, reports, bans, *words = super().get_submenu_items()
        entries = [
            profiles,
            CountedMenuItem(
                "À relire",
                reverse("directory_review:index"),
                actions=("change", "publish"),
                count=lambda: reviews().count(),
                icon_name="clipboard-list",
            ),
            reports,
            CountedMenuItem(
                "Demandes « C’est vous ? »",
                reverse("directory_claims:index"),
                actions=("add", "change", "publish"),
                count=lambda: Claim.objects.waiting().count(),
                icon_name="key",
            ),
            CountedMenuItem(
                "Doublons possibles",
                reverse("directory_duplicates:index"),
                actions=("change", "delete"),
                count=twins.known_count,
                icon_name="copy",
            ),
            *words,
            bans,
            CountedMenuItem(
                "Importer des profils",
                reverse("directory_imports:index"),
                actions=("add", "change"),
                icon_name="upload",
            ),
        ]
        for order, entry in enumerate(entries, start=1):
            entry.order = order
        return entries


register_snippet(DirectoryGroup)


@hooks.register("register_admin_viewset")
def screens() -> list:
    return [ReviewScreens(), DuplicateScreens(), ClaimScreens(), ImportScreens()]
