"""What the screens of the directory that are not Wagtail’s own share."""

from typing import ClassVar

from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet

from directory.admin.menu import may
from directory.models import Profile


class DirectoryScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Open to those who have every right of `rights` on profiles."""

    # Without a model the mixin would let everyone in.
    model = Profile
    permission_required = "change"
    rights: ClassVar[tuple[str, ...]] = ("change",)
    header_icon = "group"
    parent: ClassVar[tuple[str, str] | None] = None  # label, name of the url

    def user_has_permission(self, permission: str) -> bool:
        return may(self.request.user, permission, *self.rights)

    def get_breadcrumbs_items(self) -> list[dict]:
        above = [("Profils", "wagtailsnippets_directory_profile:list"), self.parent]
        return [
            *self.breadcrumbs_items,
            *({"url": reverse(one[1]), "label": one[0]} for one in above if one),
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def answer(self, status: int = 200, **context):
        return self.render_to_response(self.get_context_data(**context), status=status)


class Screens(ViewSet):
    """A set of such screens; menu.py and wagtail_hooks.py give them their place."""

    add_to_admin_menu = False
