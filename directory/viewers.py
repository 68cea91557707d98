"""The person behind a request, as the rules of visibility know them."""

from django.utils.functional import cached_property

from directory.models import Profile
from directory.visibility import ANYONE, Viewer, domain_of, folded


class Member(Viewer):
    """Somebody signed in."""

    def __init__(self, pk: int, address: str) -> None:
        self.pk = pk
        self.domain = domain_of(address)

    @cached_property
    def organisations(self) -> frozenset[str]:
        """Where their own profile says that they work; one query, only when a rule asks."""
        employers = Profile.objects.filter(owner=self.pk).values_list("employer", flat=True)
        return frozenset(folded(name) for name in employers if name)


def viewer_of(user) -> Viewer:
    """ANYONE for a visitor; the same Member all through a request."""
    if not user.is_authenticated:
        return ANYONE
    if not hasattr(user, "_viewer"):
        user._viewer = Member(user.pk, user.email)
    return user._viewer
