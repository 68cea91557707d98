"""What one viewer may read of one profile: the only thing that pages and exports are given."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

from directory import prose
from directory.sentences import inside
from directory.visibility import ANYONE, NOBODY, PUBLIC, Part, Viewer, shuns, within

if TYPE_CHECKING:
    from directory.models import Campaign, Client, Experience, Profile, Skill

# Nobody may keep these to themselves without leaving the directory: they are the profile.
OPEN = frozenset(
    (
        *("pk", "name", "slug", "initials", "headline", "biography", "get_absolute_url", "live"),
        *("occupations", "sectors", "skills", "languages", "working_since", "breadcrumbs"),
        *("status", "get_status_display", "status_in_a_sentence", "can_be_contacted"),
        "can_be_claimed",
        *("shown_commune", "shown_place", "department", "region", "precision"),
        *("remote", "get_remote_display", "mobility", "get_mobility_display"),
        *("first_published_at", "last_published_at", "updated_at"),
        *("robots_welcome", "visibility"),
    )
)
# Of their skills, those that an entry of a list shows.
FEW = 4


def host(url: str) -> str:
    """« https://www.exemple.fr/moi » → « exemple.fr »."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


class Shown:
    """A profile as a viewer sees it; whatever is kept from them reads as if it were not there."""

    # « à 12 km », from the place that the viewer looks around, if any.
    distance: str = ""

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

    @cached_property
    def trades(self) -> list[str]:
        """Names of their métiers; whoever lists many people writes them here beforehand."""
        return [one.name for one in self.occupations.all()]

    @cached_property
    def first_skills(self) -> list[str]:
        """Names of a few of their skills, in the order of names; written beforehand likewise."""
        return [one.name for one in self.skills.all()][:FEW]

    @property
    def in_short(self) -> list[str]:
        """Their métiers and their status, as one sentence."""
        return [*self.trades[:1], *map(inside, self.trades[1:]), self.status_in_a_sentence]

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

    @cached_property
    def audiences(self) -> dict[str, str]:
        """{part: who else sees it, in words}, for who sees all; each part empty for others."""
        if not self.sees_all:
            return dict.fromkeys(Part, "")
        return {part: self._audience_in_words(part) for part in Part}

    def _audience_in_words(self, part: Part) -> str:
        audience = self._profile.audience_of(part)
        visibility = self._profile.visibility
        if audience == NOBODY or visibility == self._profile.Visibility.HIDDEN:
            return "vous seul·e" if self.is_own else "son auteur·rice"
        if audience == PUBLIC == visibility:
            return "tout le monde"
        shunned = self._profile.hidden_from.all() if part is Part.AVAILABILITY else []
        besides = ", ".join(row.organisation for row in shunned)
        return "les personnes connectées" + (f", sauf {besides}" if besides else "")

    def for_anyone(self) -> "Shown":
        """The same as any visitor reads it: for what leaves the site."""
        return Shown(self._profile, ANYONE)

    @property
    def is_public(self) -> bool:
        return self._profile.seen_by == PUBLIC

    @property
    def is_hidden(self) -> bool:
        """Whether only its owner and the moderators open the page."""
        return self._profile.seen_by is None

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
    def named_links(self) -> list[tuple[str, str]]:
        """[(what it is, address)], the website first; an address without a name gives its host."""
        rows = [("Site ou réseau", self.website)] if self.website else []
        rows += [(row.get("label") or host(row["url"]), row["url"]) for row in self.links]
        return [
            (label, url) for label, url in rows if url.lower().startswith(("https://", "http://"))
        ]

    @property
    def addresses(self) -> list[str]:
        return [url for _, url in self.named_links]

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

    @cached_property
    def biography_html(self) -> SafeString:
        return mark_safe(prose.to_html(self._profile.biography))

    @cached_property
    def know_how(self) -> list["Skill"]:
        return [skill for skill in self._profile.skills.all() if skill.kind == skill.Kind.SKILL]

    @cached_property
    def tools(self) -> list["Skill"]:
        return [skill for skill in self._profile.skills.all() if skill.kind == skill.Kind.TOOL]

    @property
    def has_path(self) -> bool:
        return bool(self.posts or self.degrees)

    @property
    def engagement_labels(self) -> list[str]:
        """What they look for: it tells as much as their availability, and goes with it."""
        if not self.sees(Part.AVAILABILITY):
            return []
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
