from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

SECOND_LOCKS = {"allauth.mfa.stages.AuthenticateStage", "allauth.mfa.stages.TrustStage"}


class AccountAdapter(DefaultAccountAdapter):
    """allauth, with the site’s name and address where it would print the host’s."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "Ce code n’est pas celui de votre dernier courriel. Relisez-le.",
        "too_many_login_attempts": (
            "Trop de codes demandés pour cette adresse. Attendez une minute, puis réessayez."
        ),
        "rate_limited": "Trop de demandes en peu de temps. Attendez une minute, puis réessayez.",
    }

    def send_mail(self, template_prefix, email, context):
        context = {
            **context,
            "site_url": settings.SITE_URL,
            "site_name": settings.WAGTAIL_SITE_NAME,
        }
        return super().send_mail(template_prefix, email, context)

    def get_login_stages(self) -> list[str]:
        """A passkey is another way in, not a second lock behind the code by mail."""
        return [stage for stage in super().get_login_stages() if stage not in SECOND_LOCKS]

    def get_reauthentication_methods(self, user) -> list[dict]:
        """One page proposes both, the code and the passkey of who has one."""
        if not user.is_authenticated:
            return []
        methods = [{"id": "code", "url": reverse("account_prove")}]
        if Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists():
            methods.append({"id": "webauthn", "url": reverse("mfa_reauthenticate_webauthn")})
        for method in methods:
            method["description"] = ""  # allauth sorts by it; our page shows none
        return methods


class KeyAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": (
            "Cette clé n’a pas été reconnue. Réessayez, ou demandez un code par courriel."
        ),
        "unverified_email": "Confirmez d’abord votre adresse électronique.",
    }

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def generate_authenticator_name(self, user, type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "Ma clé d’accès" if number == 1 else f"Ma clé d’accès {number}"
