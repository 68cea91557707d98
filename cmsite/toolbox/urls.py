from django.urls import path

from cmsite.toolbox import views

app_name = "toolbox"

urlpatterns = [
    path("", views.shelves, name="list"),
    path("nouveautes.xml", views.newest, name="newest"),
    path("<slug:slug>/", views.tool, name="tool"),
]
