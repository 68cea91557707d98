from django.urls import path

from map import views

app_name = "map"
urlpatterns = [
    path("communes/", views.communes, name="communes"),
    path("departements.geojson", views.departments, name="departments"),
]
