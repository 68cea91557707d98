"""What search engines may find."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.models import Page, Site

from cmsite.editorial.models import Link
from cmsite.toolbox.models import Indicator, Tool
from directory.area_addresses import department_address, region_address
from directory.crowd import Crowd
from directory.models import Profile
from directory.visibility import ANYONE
from map.models import Department
from surveys.models import Edition


class OwnAddressSitemap(Sitemap):
    """Addresses under SITE_URL, whatever name the request came by."""

    protocol = settings.SITE_URL.split(":")[0]

    def get_domain(self, site=None) -> str:
        return settings.SITE_URL.split("//")[1]


class PageSitemap(OwnAddressSitemap):
    def items(self):
        root = Site.objects.get(is_default_site=True).root_page
        return Page.objects.descendant_of(root, inclusive=True).live().public().order_by("path")

    def location(self, page: Page) -> str:
        return page.get_url()

    def lastmod(self, page: Page):
        return page.last_published_at


class ProfileSitemap(OwnAddressSitemap):
    def items(self):
        return Profile.objects.published().filter(robots_welcome=True).order_by("pk")

    def lastmod(self, profile: Profile):
        return profile.last_published_at


class AreaSitemap(OwnAddressSitemap):
    """Régions and départements where any visitor finds somebody."""

    def items(self) -> list[str]:
        counts = Crowd.found_by(ANYONE).count_by("department_code")
        found = Department.objects.filter(pk__in=counts).select_related("region")
        addresses = [
            address
            for department in found
            for address in (region_address(department.region), department_address(department))
        ]
        return list(dict.fromkeys(addresses))

    def location(self, address: str) -> str:
        return address


class EditionSitemap(OwnAddressSitemap):
    def items(self):
        return Edition.objects.visible()


class ToolSitemap(OwnAddressSitemap):
    def items(self):
        return Tool.objects.published()

    def lastmod(self, tool: Tool):
        return tool.updated_at


class IndicatorSitemap(OwnAddressSitemap):
    def items(self):
        return Indicator.objects.published()

    def lastmod(self, indicator: Indicator):
        return indicator.updated_at


class LinkSitemap(OwnAddressSitemap):
    def items(self):
        return Link.objects.published()

    def lastmod(self, link: Link):
        return link.added_on


class SectionSitemap(OwnAddressSitemap):
    def items(self):
        return [
            "directory:map",
            "directory:list",
            "directory:areas",
            "surveys:index",
            "surveys:method",
            "surveys:api",
            "toolbox:list",
            "toolbox:indicators",
            "magazine:links",
            "follow",
        ]

    def location(self, name: str) -> str:
        return reverse(name)


SITEMAPS = {
    "pages": PageSitemap,
    "sections": SectionSitemap,
    "areas": AreaSitemap,
    "profiles": ProfileSitemap,
    "editions": EditionSitemap,
    "tools": ToolSitemap,
    "indicators": IndicatorSitemap,
    "links": LinkSitemap,
}
