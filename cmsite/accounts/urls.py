from allauth.account import views as allauth_views
from django.urls import path

from cmsite.accounts import views

urlpatterns = [
    path("", views.account, name="account"),
    # Where allauth sends people to manage their addresses: there is only one.
    path("", views.account, name="account_email"),
    path("supprimer/", views.erase, name="account_erase"),
    path("connexion/", views.AddressView.as_view(), name="account_login"),
    # The same page under the name by which allauth looks for it.
    path("connexion/", views.AddressView.as_view(), name="account_request_login_code"),
    path("connexion/code/", views.CodeView.as_view(), name="account_confirm_login_code"),
    path(
        "inscription/",
        views.AddressView.as_view(extra_context={"joining": True}),
        name="account_signup",
    ),
    path("deconnexion/", allauth_views.logout, name="account_logout"),
    path("inactif/", allauth_views.account_inactive, name="account_inactive"),
    path(
        "adresse/",
        allauth_views.email_verification_sent,
        name="account_email_verification_sent",
    ),
]
