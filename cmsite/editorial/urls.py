from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from cmsite.editorial import views
from cmsite.editorial.sitemaps import SITEMAPS

urlpatterns = [
    path("", include("cmsite.editorial.magazine_urls")),
    path("recherche/", views.search, name="search"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
