"""What search engines read of our pages (schema.org), as dictionaries.  Pure.

Addresses are absolute.  What is empty is left out.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from directory.record import moment, without_nothing

CONTEXT = "https://schema.org"
LANGUAGE = "fr"


def absolute(path: str) -> str:
    return path if path.startswith("http") else f"{settings.SITE_URL}{path}"


def organisation() -> dict[str, Any]:
    return {
        "@type": "Organization",
        "@id": f"{settings.SITE_URL}/#site",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": f"{settings.SITE_URL}/",
    }


def site() -> dict[str, Any]:
    """The site, and how to search it."""
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": f"{settings.SITE_URL}/#site-web",
        "name": settings.WAGTAIL_SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "inLanguage": LANGUAGE,
        "publisher": organisation(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": absolute(reverse("search")) + "?q={search_term_string}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def trail(breadcrumbs: list[tuple[str, str | None]], here: str) -> dict[str, Any]:
    """BreadcrumbList; a crumb without address is `here`."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": label,
                "item": absolute(address or here),
            }
            for position, (label, address) in enumerate(breadcrumbs, start=1)
        ],
    }


def item_list(name: str, items: list[tuple[str, str]]) -> dict[str, Any]:
    """ItemList of (name, address)."""
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "name": name,
        "numberOfItems": len(items),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": label, "url": absolute(address)}
            for position, (label, address) in enumerate(items, start=1)
        ],
    }


def article(story, picture: str, signatures: list[tuple[str, str]]) -> dict[str, Any]:
    """Article of a Story; `picture`: the address of what networks show; `signatures`: who signs,
    each with the address of their public profile or ""."""
    page = absolute(story.url)
    return without_nothing(
        {
            "@context": CONTEXT,
            "@type": "Article",
            "@id": page,
            "url": page,
            "mainEntityOfPage": page,
            "headline": story.title[:110],
            "description": story.search_description or story.standfirst,
            "image": absolute(picture),
            "inLanguage": LANGUAGE,
            "articleSection": story.kicker,
            "datePublished": story.published_on.isoformat(),
            "dateModified": moment(story.last_published_at),
            "author": [
                without_nothing(
                    {"@type": "Person", "name": name, "url": address and absolute(address)}
                )
                for name, address in signatures
            ],
            "publisher": organisation(),
            "isPartOf": {"@id": f"{settings.SITE_URL}/#site-web"},
        }
    )
