"""Profiles of the invented people: most of them online, three in review, one draft."""

from datetime import date, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision
from wagtail.search.backends import get_search_backend

from cmsite.accounts.models import User
from cmsite.demo import accounts, people
from cmsite.demo.people import Person, Step
from directory.models import Experience, Occupation, Profile, Skill
from map.models import Commune


def invented() -> list[Person]:
    """Everybody, in a fixed order; the communes must be loaded."""
    by_hand = list(people.written())
    regions = dict(
        Commune.objects.filter(code__in=people.words("names.toml")["places"]).values_list(
            "code", "department__region"
        )
    )
    return by_hand + list(people.drawn(regions, (person.slug for person in by_hand)))


@transaction.atomic
def load() -> int:
    """Create the profiles that are missing; how many."""
    everybody = invented()
    present = set(
        Profile.objects.filter(slug__in=[person.slug for person in everybody]).values_list(
            "slug", flat=True
        )
    )
    missing = [person for person in everybody if person.slug not in present]
    if not missing:
        return 0
    owners = accounts.create((one.email, *one.name.split(" ", 1)) for one in missing)
    communes = Commune.objects.select_related("parent").in_bulk({one.commune for one in missing})
    publish([one for one in missing if one.state == "live"], owners, communes)
    for person in missing:
        if person.state != "live":
            submit(person, owners[person.email], communes)
    return len(missing)


def published_at(person: Person) -> datetime:
    """A day of the last months, at an hour that differs from one person to the next."""
    minutes = sum(person.slug.encode()) % 540
    day = timezone.localtime() - timedelta(days=person.days_ago)
    return day.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)


def unsaved(person: Person, owner: User, communes: dict[str, Commune]) -> Profile:
    since = None
    if person.years:
        month = 1 + len(person.name) % 12  # any month, always the same
        since = date(timezone.localdate().year - person.years, month, 1)
    return Profile(
        owner=owner,
        name=person.name,
        slug=person.slug,
        headline=person.headline,
        status=person.status,
        employer=person.employer,
        since=since,
        commune=communes[person.commune],
        precision=person.precision,
        biography=person.biography,
        availability=person.availability,
        website=person.website,
    )


def experience(order: int, step: Step, profile: Profile) -> Experience:
    this_year = timezone.localdate().year
    home = profile.commune.parent or profile.commune
    return Experience(
        sort_order=order,
        title=step.title,
        organisation=step.organisation,
        place=step.place or (home.name if profile.shown_commune else ""),
        start_year=this_year - step.start,
        end_year=None if step.end is None else this_year - step.end,
        description=step.description,
    )


def publish(crowd: list[Person], owners: dict[str, User], communes: dict[str, Commune]) -> None:
    """As if a moderator had published each: live row, revision, search index; no mail is sent."""
    occupations = Occupation.objects.in_bulk(field_name="code")
    skills = Skill.objects.in_bulk(field_name="name")
    profiles = []
    for person in crowd:
        profile = unsaved(person, owners[person.email], communes)
        profile.live = True
        profile.first_published_at = profile.last_published_at = published_at(person)
        profiles.append(profile)
    Profile.objects.bulk_create(profiles)

    claims, mastered, steps = [], [], []
    claim, master = Profile.occupations.through, Profile.skills.through
    for person, profile in zip(crowd, profiles, strict=True):
        for code in person.occupations:
            claims.append(claim(profile_id=profile.pk, occupation_id=occupations[code].pk))
        for name in person.skills:
            mastered.append(master(profile_id=profile.pk, skill_id=skills[name].pk))
        for order, step in enumerate(person.path):
            steps.append(experience(order, step, profile))
            steps[-1].profile_id = profile.pk
    claim.objects.bulk_create(claims)
    master.objects.bulk_create(mastered)
    Experience.objects.bulk_create(steps)
    add_revisions(profiles)
    online = Profile.objects.filter(pk__in=[profile.pk for profile in profiles])
    get_search_backend().add_bulk(Profile, list(online.for_page()))


def add_revisions(profiles: list[Profile]) -> None:
    """One revision each, the live one, so that a later edit starts from what is online."""
    content_type = ContentType.objects.get_for_model(Profile)
    fresh = Profile.objects.in_bulk([profile.pk for profile in profiles])
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=content_type,
            base_content_type=content_type,
            object_id=str(profile.pk),
            object_str=str(profile),
            user_id=profile.owner_id,
            created_at=profile.last_published_at,
            content=fresh[profile.pk].serializable_data(),
        )
        for profile in profiles
    )
    for profile, revision in zip(profiles, revisions, strict=True):
        profile.live_revision = profile.latest_revision = revision
    Profile.objects.bulk_update(profiles, ["live_revision", "latest_revision"])


def submit(person: Person, owner: User, communes: dict[str, Commune]) -> None:
    """By the way everyone takes: a draft, handed to the moderators when `state` is waiting."""
    profile = unsaved(person, owner, communes)
    profile.occupations = Occupation.objects.filter(code__in=person.occupations)
    profile.skills = Skill.objects.filter(name__in=person.skills)
    profile.experiences = [
        experience(order, step, profile) for order, step in enumerate(person.path)
    ]
    if person.state == "waiting":
        profile.submit(owner)
    else:
        profile.keep_draft(owner)
