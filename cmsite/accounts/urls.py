from allauth.account import views as allauth_views
from django.urls import path

from cmsite.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    path("connexion/", allauth_views.request_login_code, name="account_login"),
    path("inscription/", allauth_views.signup, name="account_signup"),
]
