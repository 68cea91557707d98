"""Menu entries that tell how much waits behind them."""

from collections.abc import Callable

from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.permissions import policy_registry

from directory.models import Profile


def may(user, *actions: str) -> bool:
    """Whether an account has all these rights on profiles."""
    policy = policy_registry.get_by_type(Profile)
    return all(policy.user_has_permission(user, action) for action in actions)


class CountedMenuItem(MenuItem):
    """`count` is asked at each page, of those who see the entry only."""

    def __init__(
        self,
        label: str,
        url: str,
        *,
        actions: tuple[str, ...],
        count: Callable[[], int] | None = None,
        **options,
    ):
        super().__init__(label, url, **options)
        self.actions, self.count = actions, count

    def is_shown(self, request) -> bool:
        return may(request.user, *self.actions)

    def render_component(self, request) -> LinkMenuItem:
        number = self.count() if self.count else 0
        label = f"{self.label} ({number})" if number else self.label
        return LinkMenuItem(
            self.name,
            label,
            self.url,
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )
