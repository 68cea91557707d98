from allauth.account import views as allauth_views
from django.urls import path

from cmsite.accounts import invitations, keys, proof, takeout, views

urlpatterns = [
    path("", views.account, name="account"),
    # Where allauth sends people to manage their addresses: there is only one.
    path("", views.account, name="account_email"),
    path("supprimer/", views.erase, name="account_erase"),
    path("confirmer/", proof.prove, name="account_prove"),
    path("donnees/", takeout.page, name="account_takeout"),
    path("donnees/archive/", takeout.download, name="account_takeout_file"),
    path("inviter/", invitations.invite, name="account_invite"),
    path("cles/", keys.KeyListView.as_view(), name="mfa_list_webauthn"),
    path("cles/", keys.KeyListView.as_view(), name="mfa_index"),
    path("cles/ajouter/", keys.NewKeyView.as_view(), name="mfa_add_webauthn"),
    path("cles/<int:pk>/nom/", keys.KeyNameView.as_view(), name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", keys.KeyRemovalView.as_view(), name="mfa_remove_webauthn"),
    path("cles/entrer/", keys.KeySignInView.as_view(), name="mfa_login_webauthn"),
    path("cles/confirmer/", keys.KeyProofView.as_view(), name="mfa_reauthenticate_webauthn"),
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
