from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cmsite import routing

handler404 = "cmsite.errors.not_found"
urlpatterns = [
    # Ahead of Wagtail’s own page, which asks for a password.
    path("admin/login/", RedirectView.as_view(url="/compte/connexion/", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("compte/", include("cmsite.accounts.urls")),
    path("lieux/", include("map.urls")),
    path("enquete/", include("surveys.urls")),
    path("outils/", include("cmsite.toolbox.urls")),
    path("", include("directory.urls")),
    path("", include("cmsite.editorial.urls")),
]

if not settings.PRODUCTION:
    # In production the web server hands out media; here nobody else would.
    urlpatterns.append(
        re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT})
    )
if settings.DEMO:
    urlpatterns.append(path("demo/", include("cmsite.demo.urls")))

urlpatterns += [
    # Ahead of Wagtail’s own view, which asks the database each time.
    re_path(wagtail_urls.serve_pattern, routing.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
