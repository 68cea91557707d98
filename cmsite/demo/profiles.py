"""Profiles of the invented people: most of them online, three in review, one draft."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision
from wagtail.search.backends import get_search_backend

from cmsite.accounts.models import User
from cmsite.demo import accounts, depth, people
from cmsite.demo.people import Person, Step
from directory.models import Experience, Occupation, Profile, Sector, Skill
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
        **depth.of(person).columns,
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
    profiles = []
    for person in crowd:
        profile = unsaved(person, owners[person.email], communes)
        profile.live = True
        profile.first_published_at = profile.last_published_at = published_at(person)
        profiles.append(profile)
    Profile.objects.bulk_create(profiles)

    write_rows(crowd, profiles)
    add_revisions(profiles)
    online = Profile.objects.filter(pk__in=[profile.pk for profile in profiles]).for_cards()
    read = online.prefetch_related("sectors", "experiences", "campaigns", "clients")
    get_search_backend().add_bulk(Profile, list(read))


def write_rows(crowd: list[Person], profiles: list[Profile]) -> None:
    """What hangs from each profile, a table at a time."""
    links = {
        "occupations": Occupation.objects.in_bulk(field_name="code"),
        "skills": Skill.objects.in_bulk(field_name="name"),
        "sectors": Sector.objects.in_bulk(field_name="code"),
    }
    rows = defaultdict(list)
    for person, profile in zip(crowd, profiles, strict=True):
        more = depth.of(person)
        names = {
            "occupations": person.occupations,
            "skills": skills_of(person) + more.tools,
            "sectors": more.sectors,
        }
        for field, known in links.items():
            through = getattr(Profile, field).through
            column = f"{known[names[field][0]]._meta.model_name}_id" if names[field] else ""
            rows[through] += [
                through(**{"profile_id": profile.pk, column: known[name].pk})
                for name in names[field]
            ]
        for order, step in enumerate(person.path):
            rows[Experience].append(experience(order, step, profile))
            rows[Experience][-1].profile_id = profile.pk
        for row in more.rows:
            row.profile_id = profile.pk
            rows[type(row)].append(row)
    for model, written in rows.items():
        model.objects.bulk_create(written)


def skills_of(person: Person) -> tuple[str, ...]:
    """Languages have a place of their own."""
    return tuple(name for name in person.skills if name not in depth.SPOKEN)


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
    more = depth.of(person)
    profile.skills = Skill.objects.filter(name__in=skills_of(person) + more.tools)
    profile.sectors = Sector.objects.filter(code__in=more.sectors)
    steps = [experience(order, step, profile) for order, step in enumerate(person.path)]
    by_name = {"experiences": steps, "campaigns": [], "clients": [], "languages": []}
    for row in more.rows:
        by_name[row._meta.get_field("profile").remote_field.related_name].append(row)
    for name, rows in by_name.items():
        setattr(profile, name, rows)
    if person.state == "waiting":
        profile.submit(owner)
    else:
        profile.keep_draft(owner)
