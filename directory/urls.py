from django.urls import path

from directory import conversations, editing, pages, preferences, still_current, views, writing

app_name = "directory"
urlpatterns = [
    path("carte/", views.profile_map, name="map"),
    path("carte/profils.geojson", views.points, name="points"),
    path("carte/profils.json", views.people, name="people"),
    path("carte/document/", views.leaflet_document, name="leaflet"),
    path("annuaire/", views.profile_list, name="list"),
    path(
        "annuaire/toujours-a-jour/<str:token>/",
        still_current.still_current,
        name="still_current",
    ),
    path("annuaire/nouveaux.xml", pages.newest, name="newest"),
    path("annuaire/<slug:slug>/", pages.profile, name="profile"),
    path("annuaire/<slug:slug>/cv/", pages.cv, name="cv"),
    path("annuaire/<slug:slug>/carte.vcf", pages.card, name="card"),
    path("annuaire/<slug:slug>/profil.json", pages.data, name="data"),
    path("annuaire/<slug:slug>/imprimer/", pages.printed, name="print"),
    path("annuaire/<slug:slug>/partage.png", pages.share, name="share"),
    path("annuaire/<slug:slug>/contact/", writing.contact, name="contact"),
    path("annuaire/<slug:slug>/signaler/", conversations.report_profile, name="report_profile"),
    path("compte/profil/", editing.edit, name="edit"),
    path("compte/profil/brouillon/", editing.autosave, name="autosave"),
    path("compte/profil/reglages/", preferences.preferences, name="preferences"),
    path("compte/profil/apercu/", editing.preview, name="preview"),
    path("compte/profil/retirer/", editing.withdraw, name="withdraw"),
    path("compte/messages/", conversations.inbox, name="inbox"),
    path("compte/messages/bloques/", conversations.blocked, name="blocked"),
    path("compte/messages/bloques/<int:pk>/", conversations.unblock, name="unblock"),
    path("compte/messages/<int:pk>/", conversations.conversation, name="conversation"),
    path("compte/messages/<int:pk>/refuser/", conversations.refuse, name="refuse"),
    path("compte/messages/<int:pk>/bloquer/", conversations.block, name="block"),
    path("compte/messages/<int:pk>/signaler/", conversations.report, name="report"),
    path("compte/messages/<int:pk>/effacer/", conversations.erase, name="erase"),
]
