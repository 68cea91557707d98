"""Sessions kept in the database beside the account they are of, so that all can be closed at once.

https://docs.djangoproject.com/en/5.2/topics/http/sessions/#extending-database-backed-session-engines
"""

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import url_str_to_user_pk
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        from cmsite.accounts.models import Session  # models may not be loaded yet

        return Session

    def create_model_instance(self, data: dict):
        row = super().create_model_instance(data)
        row.account = account_of(data)
        return row


def account_of(data: dict) -> int | None:
    """The account signed in, or the one whose code is awaited."""
    if SESSION_KEY in data:
        return int(data[SESSION_KEY])
    awaited = (data.get(LOGIN_SESSION_KEY) or {}).get("user_pk")
    return int(url_str_to_user_pk(awaited)) if awaited else None
