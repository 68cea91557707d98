from django.urls import path

from cmsite.editorial import browsing, commenting, linking, playing

app_name = "magazine"

urlpatterns = [
    path("articles/rubrique/<slug:slug>/", browsing.section, name="section"),
    path("articles/sujet/<slug:slug>/", browsing.subject, name="subject"),
    path("articles/serie/<slug:slug>/", browsing.series, name="series"),
    path("articles/signature/<slug:slug>/", browsing.signature, name="signature"),
    path("video/<int:page>/<uuid:block>/", playing.video, name="video"),
    path("revue-de-web/", linking.links, name="links"),
    path("revue-de-web/<int:pk>/", linking.link, name="link"),
    path("commentaires/<int:pk>/", commenting.of_article, name="comments"),
    path("commentaires/<int:pk>/ecrire/", commenting.write, name="comment_write"),
    path("commentaires/code/<str:token>/", commenting.confirm, name="comment_confirm"),
    path("commentaires/<int:pk>/signaler/", commenting.report, name="comment_report"),
    path("commentaires/<int:pk>/effacer/", commenting.erase, name="comment_erase"),
]
