from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


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
        context = {**context, "site_url": settings.SITE_URL, "site_name": "La Carte des CM"}
        return super().send_mail(template_prefix, email, context)
