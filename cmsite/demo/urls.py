from django.urls import path

from cmsite.demo import views

app_name = "demo"
urlpatterns = [path("courriels/", views.mails, name="mails")]
