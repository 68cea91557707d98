"""What one viewer may read of one profile: the only thing that pages and exports are given."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property

from directory.visibility import NOBODY, PUBLIC, Part, Viewer, shuns, within

if TYPE_CHECKING:
    from directory.models import Campaign, Client, Experience, Profile

# Nobody may keep these to themselves without leaving the directory: they are the profile.
OPEN = frozenset(
    "pk name slug headline occupations status get_status_display status_in_a_sentence "
    "working_since sectors skills languages biography shown_commune shown_place department region "
    "precision breadcrumbs initials get_absolute_url last_published_at first_published_at "
    "engagements remote get_remote_display mobility get_mobility_display can_be_contacted live "
    "robots_welcome visibility updated_at".split()
)


class Shown:
    """A profile as a viewer sees it; whatever is kept from them reads as if it were not there."""

    def __init__(self, profile: "Profile", viewer: Viewer) -> None:
        self._profile = profile
        self.viewer = viewer

    def __getattr__(self, name: str) -> Any:
        """The open parts.  Raises AttributeError for any other: nothing leaks by a new column."""
        if name not in OPEN:
            raise AttributeError(name)
        return getattr(self._profile, name)

    def __str__(self) -> str:
        return self._profile.name

    @property
    def is_own(self) -> bool:
        return self.viewer.is_member and self.viewer.pk == self._profile.owner_id

    @property
    def sees_all(self) -> bool:
        return self.is_own or self.viewer.moderates

    def sees(self, part: Part) -> bool:
        """Whether the viewer may read this part."""
        if self.sees_all:
            return True
        audience = self._profile.audience_of(part)
        if audience == NOBODY or not within(audience, self.viewer):
            return False
        return part is not Part.AVAILABILITY or audience == PUBLIC or not self._shunned

    @cached_property
    def _shunned(self) -> bool:
        return shuns([row.as_rule for row in self._profile.hidden_from.all()], self.viewer)

    def audience_of(self, part: Part) -> str:
        """For the owner, who reads beside each part who else sees it."""
        return self._profile.audience_of(part)

    @property
    def employer(self) -> str:
        return self._profile.employer if self.sees(Part.EMPLOYER) else ""

    @property
    def since(self):
        return self._profile.since if self.sees(Part.EMPLOYER) else None

    @property
    def portrait(self):
        return self._profile.portrait if self.sees(Part.PORTRAIT) else None

    @property
    def portrait_width(self) -> int | None:
        return self._profile.portrait_width

    @property
    def portrait_height(self) -> int | None:
        return self._profile.portrait_height

    @property
    def availability(self) -> str:
        """Its code, empty when it is kept from the viewer."""
        return self._profile.availability if self.sees(Part.AVAILABILITY) else ""

    def get_availability_display(self) -> str:
        shown = self.sees(Part.AVAILABILITY)
        return self._profile.get_availability_display() if shown else ""

    @property
    def cv(self):
        return self._profile.cv if self.sees(Part.CV) else None

    @property
    def website(self) -> str:
        return self._profile.website if self.sees(Part.LINKS) else ""

    @property
    def links(self) -> list[dict]:
        """[{"label": …, "url": …}]"""
        return self._profile.links if self.sees(Part.LINKS) else []

    @property
    def networks(self) -> list[tuple[str, str]]:
        """[(name of the network, audience in words)]"""
        if not self.sees(Part.NETWORKS):
            return []
        names = dict(self._profile.Network.choices)
        bands = dict(self._profile.AudienceBand.choices)
        return [
            (names[row["network"]], bands.get(row.get("audience", ""), ""))
            for row in self._profile.networks
            if row.get("network") in names
        ]

    @cached_property
    def posts(self) -> list["Experience"]:
        return self._steps("poste") if self.sees(Part.PATH) else []

    @cached_property
    def degrees(self) -> list["Experience"]:
        return self._steps("diplome") if self.sees(Part.DEGREES) else []

    def _steps(self, kind: str) -> list["Experience"]:
        return [step for step in self._profile.experiences.all() if step.kind == kind]

    @cached_property
    def campaigns(self) -> list["Campaign"]:
        return list(self._profile.campaigns.all()) if self.sees(Part.CAMPAIGNS) else []

    @cached_property
    def clients(self) -> list["Client"]:
        return list(self._profile.clients.all()) if self.sees(Part.CLIENTS) else []

    @property
    def engagement_labels(self) -> list[str]:
        labels = dict(self._profile.Engagement.choices)
        return [labels[code] for code in self._profile.engagements if code in labels]

    def searchable_words(self) -> Iterator[str]:
        """Guarded words by which this viewer may find the profile."""
        yield self.employer
        for step in (*self.posts, *self.degrees):
            yield f"{step.title} {step.organisation} {step.place}"
        for campaign in self.campaigns:
            yield f"{campaign.title} {campaign.client}"
        for client in self.clients:
            yield client.name
