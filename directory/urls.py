from django.urls import path

from directory import views

app_name = "directory"
urlpatterns = [
    path("annuaire/", views.profile_list, name="list"),
    path("carte/", views.profile_map, name="map"),
    path("annuaire/<slug:slug>/", views.profile, name="profile"),
    path("compte/profil/", views.edit, name="edit"),
]
