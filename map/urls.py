from django.urls import path

from map import views

app_name = "map"
urlpatterns = [
    path("communes/", views.communes, name="communes"),
    path("ici/", views.here, name="here"),
    path("departements.geojson", views.geojson, {"name": "departments"}, name="departments"),
    path("regions.geojson", views.geojson, {"name": "regions"}, name="regions"),
]
