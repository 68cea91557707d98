from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from cmsite.editorial import share, views
from cmsite.editorial.sitemaps import SITEMAPS

urlpatterns = [
    path("", include("cmsite.editorial.magazine_urls")),
    path("recherche/", views.search, name="search"),
    path("suivre/", views.follow, name="follow"),
    path("flux/", include("cmsite.editorial.feed_urls")),
    path("partage/<slug:kind>-<int:pk>.png", share.picture, name="share"),
    path("partage/site.png", share.site, name="share_site"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
