"""A profile as data: our own JSON, and what search engines read (schema.org).

Pure: of a `Shown`, without a request.  In the JSON every key is always there: what is kept from
the viewer reads like what was never written, null or an empty list.
"""

import json
from typing import Any

from directory.shown import Shown

FORMAT = 1  # goes up when a key changes its meaning or goes away


def of(profile: Shown, site: str) -> dict[str, Any]:
    """`site`: « https://carte.example ».

    Codes are stable; names are for people.  Dates are ISO 8601, years whole numbers, distances
    kilometres.  Addresses are absolute.
    """
    page = site + profile.get_absolute_url()
    commune = profile.shown_commune
    return {
        "format": FORMAT,
        "url": page,
        "name": profile.name,
        "headline": profile.headline,
        "occupations": [{"code": o.code, "name": o.name} for o in profile.occupations.all()],
        "status": coded(profile.status, profile.get_status_display()),
        "place": {
            "commune": commune and {"code": commune.pk, "name": commune.name},
            "department": {"code": profile.department.pk, "name": profile.department.name},
            "region": {"code": profile.region.pk, "name": profile.region.name},
            "country": "FR",
        },
        "availability": coded(profile.availability, profile.get_availability_display()),
        "employer": profile.employer or None,
        "employed_since": profile.since and f"{profile.since:%Y-%m}",
        "working_since": profile.working_since,
        "biography": profile.biography,
        "portrait": site + profile.portrait.url if profile.portrait else None,
        "posts": [step(one) for one in profile.posts],
        "degrees": [step(one) for one in profile.degrees],
        "campaigns": [
            {
                "title": one.title,
                "client": one.client or None,
                "year": one.year,
                "role": one.role or None,
                "result": one.result or None,
                "url": one.url or None,
            }
            for one in profile.campaigns
        ],
        "clients": [
            {
                "name": one.name,
                "mission": one.mission or None,
                "budget": coded(one.budget, one.get_budget_display()),
                "from": one.start_year,
                "to": one.end_year,
            }
            for one in profile.clients
        ],
        "skills": [{"code": s.slug, "name": s.name} for s in profile.know_how],
        "tools": [{"code": s.slug, "name": s.name} for s in profile.tools],
        "sectors": [{"code": s.code, "name": s.name} for s in profile.sectors.all()],
        "languages": [
            {"code": one.language, "name": one.get_language_display(), "level": one.level}
            for one in profile.languages.all()
        ],
        "networks": [
            {"name": name, "audience": audience or None} for name, audience in profile.networks
        ],
        "engagements": profile.engagement_labels,
        "remote": coded(profile.remote, profile.get_remote_display()),
        "mobility": profile.mobility,
        "links": [{"label": label, "url": url} for label, url in profile.named_links],
        "cv": f"{page}cv/" if profile.cv else None,
        "published_at": moment(profile.first_published_at),
        "updated_at": moment(profile.last_published_at),
    }


def coded(code: str, name: str) -> dict[str, str] | None:
    return {"code": code, "name": str(name)} if code else None


def moment(at) -> str | None:
    return at and at.isoformat(timespec="seconds")


def step(one) -> dict[str, Any]:
    return {
        "title": one.title,
        "organisation": one.organisation or None,
        "place": one.place or None,
        "from": one.start_year,
        "to": one.end_year,
        "description": one.description or None,
    }


# --- schema.org -------------------------------------------------------------------------------


def schema(profile: Shown, site: str) -> dict[str, Any]:
    """A ProfilePage whose subject is the person; what is empty is left out."""
    page = site + profile.get_absolute_url()
    commune = profile.shown_commune
    person = {
        "@type": "Person",
        "@id": f"{page}#personne",
        "name": profile.name,
        "url": page,
        "description": profile.headline,
        "jobTitle": [one.name for one in profile.occupations.all()],
        "image": site + profile.portrait.url if profile.portrait else None,
        "worksFor": named("Organization", profile.employer),
        "address": {
            "@type": "PostalAddress",
            "addressLocality": commune.name if commune else None,
            "addressRegion": profile.region.name,
            "addressCountry": "FR",
        },
        "alumniOf": [
            named("EducationalOrganization", one.organisation)
            for one in profile.degrees
            if one.organisation
        ],
        "knowsAbout": [one.name for one in profile.skills.all()],
        "knowsLanguage": [one.language for one in profile.languages.all()],
        "sameAs": profile.addresses,
    }
    return without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "@id": page,
            "url": page,
            "inLanguage": "fr",
            "dateCreated": moment(profile.first_published_at),
            "dateModified": moment(profile.last_published_at),
            "mainEntity": person,
        }
    )


def named(kind: str, name: str) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: without_nothing(one) for key, one in value.items() if one not in (None, "", [])
        }
    return value


def for_a_script(data: dict[str, Any]) -> str:
    """JSON that cannot end the script element that holds it."""
    text = json.dumps(data, ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
