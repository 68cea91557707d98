from django.contrib.sitemaps.views import sitemap
from django.urls import path

from cmsite.editorial import views
from cmsite.editorial.sitemaps import SITEMAPS

urlpatterns = [
    path("recherche/", views.search, name="search"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]
