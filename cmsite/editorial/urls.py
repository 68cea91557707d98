from django.urls import path

from cmsite.editorial import views

urlpatterns = [path("recherche/", views.search, name="search")]
