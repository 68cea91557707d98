"""What the screens of the magazine that are not Wagtail’s own share."""

from collections.abc import Callable
from typing import ClassVar

from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry


def may_change(user, model) -> bool:
    return policy_registry.get_by_type(model).user_has_permission(user, "change")


class CountedItem(MenuItem):
    """A menu entry that tells how much waits behind it, to those who may see to it."""

    def __init__(self, label: str, url: str, *, model, count: Callable[[], int], **options) -> None:
        super().__init__(label, url, **options)
        self.model, self.count = model, count

    def is_shown(self, request) -> bool:
        return may_change(request.user, self.model)

    def render_component(self, request) -> LinkMenuItem:
        number = self.count()
        return LinkMenuItem(
            self.name,
            f"{self.label} ({number})" if number else self.label,
            self.url,
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


class QueueScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Open to those who may change `model`."""

    model: ClassVar[type]
    permission_required = "change"
    parent: ClassVar[tuple[str, str] | None] = None  # label, name of the url

    def user_has_permission(self, permission: str) -> bool:
        return may_change(self.request.user, self.model)

    def get_breadcrumbs_items(self) -> list[dict]:
        above = [{"url": reverse(self.parent[1]), "label": self.parent[0]}] if self.parent else []
        return [
            *self.breadcrumbs_items,
            *above,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


def chosen(numbers: list[str]) -> list[int]:
    """The keys among what a form sent."""
    return [int(one) for one in numbers if one.isascii() and one.isdecimal() and len(one) < 18]
