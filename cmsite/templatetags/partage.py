"""What networks and search engines read of a page, in its head."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from cmsite.editorial import schema, share
from directory.record import for_a_script

register = template.Library()


@register.simple_tag(takes_context=True)
def share_address(context) -> str:
    """The path of the picture of what the page is about."""
    about = (context.get(name) for name in ("tool", "indicator", "page"))
    return share.address(next((one for one in about if one), None))


@register.simple_tag(takes_context=True)
def trail(context) -> SafeString:
    """BreadcrumbList of the page, "" without breadcrumbs."""
    crumbs = context.get("breadcrumbs")
    request = context.get("request")
    if not crumbs or request is None:
        return mark_safe("")
    crumbs = [tuple(crumb) for crumb in crumbs]
    page = context.get("page")
    # Stories name their list last: they come after it.
    if page is not None and crumbs[-1][1]:
        crumbs.append((page.title, None))
    return script(schema.trail(crumbs, request.path))


@register.simple_tag(takes_context=True)
def article_schema(context, story) -> SafeString:
    signatures = [
        (name, profile.get_absolute_url() if profile else "")
        for name, profile in context["signatures"]
    ]
    return script(schema.article(story, share.address(story), signatures))


@register.simple_tag
def list_schema(name: str, items) -> SafeString:
    """ItemList of pages, tools or links: whatever has a title and an address."""
    named = [
        (getattr(one, "title", "") or str(one), getattr(one, "url", "") or one.get_absolute_url())
        for one in items
    ]
    return script(schema.item_list(name, named)) if named else mark_safe("")


def script(data: dict) -> SafeString:
    """A data block: nothing runs it, and nothing in it can end it."""
    return mark_safe(f'<script type="application/ld+json">{for_a_script(data)}</script>')
