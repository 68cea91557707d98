from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """allauth, with the site’s name and address where it would print the host’s."""

    def send_mail(self, template_prefix, email, context):
        context = {**context, "site_url": settings.SITE_URL, "site_name": "La Carte des CM"}
        return super().send_mail(template_prefix, email, context)
