from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cmsite.accounts"
    label = "accounts"
    verbose_name = "comptes"
