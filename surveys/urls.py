from django.urls import path

from surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.index, name="index"),
    path("methode/", views.index, name="method"),
    path("<int:year>/", views.edition, name="edition"),
    path("<int:year>/resultats/", views.edition, name="results"),
]
