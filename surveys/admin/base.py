"""What the screens of the survey that are not Wagtail’s own share."""

from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet

from surveys.models import Edition

EDITIONS = "wagtailsnippets_surveys_edition"
QUESTIONS = "wagtailsnippets_surveys_question"


class SurveyScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Open to those who have every right of `rights` on `model`."""

    # Without a model the mixin would let everyone in.
    model = Edition
    permission_required = "change"
    rights: ClassVar[tuple[str, ...]] = ("change",)
    header_icon = "form"
    edition: Edition | None = None

    def user_has_permission(self, permission: str) -> bool:
        has = super().user_has_permission
        return all(has(right) for right in {permission, *self.rights})

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        # What an editor sees of an edition is for nobody’s cache.
        response["Cache-Control"] = "no-store, private"
        return response

    def require(self, allowed: bool) -> None:
        """Raises PermissionDenied."""
        if not allowed:
            raise PermissionDenied

    def get_page_subtitle(self) -> str:
        return str(self.edition or "")

    def get_breadcrumbs_items(self) -> list[dict]:
        above = [{"url": reverse(f"{EDITIONS}:list"), "label": "Éditions"}]
        if self.edition:
            url = reverse(f"{EDITIONS}:edit", args=[self.edition.pk])
            above.append({"url": url, "label": str(self.edition)})
        return [
            *self.breadcrumbs_items,
            *above,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def answer(self, status: int = 200, **context):
        return self.render_to_response(self.get_context_data(**context), status=status)


class Screens(ViewSet):
    """A set of such screens; wagtail_hooks.py gives them their place."""

    add_to_admin_menu = False
