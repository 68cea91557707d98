from django.urls import path

from directory import editing, views

app_name = "directory"
urlpatterns = [
    path("carte/", views.profile_map, name="map"),
    path("carte/profils.geojson", views.points, name="points"),
    path("carte/profils.json", views.people, name="people"),
    path("carte/document/", views.leaflet_document, name="leaflet"),
    path("annuaire/", views.profile_list, name="list"),
    path("annuaire/<slug:slug>/", views.profile, name="profile"),
    path("annuaire/<slug:slug>/cv/", views.cv, name="cv"),
    path("annuaire/<slug:slug>/contact/", views.contact, name="contact"),
    path("compte/profil/", editing.edit, name="edit"),
    path("compte/profil/apercu/", editing.preview, name="preview"),
    path("compte/profil/retirer/", editing.withdraw, name="withdraw"),
]
