"""Writing to someone of the directory without either side’s address being public.

The message goes to the account behind the profile; its owner answers the sender directly.
The sender never sees the owner’s address.
"""

from functools import partial

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django_tasks import task

from directory.models import Message, Profile


def compose(message: Message) -> EmailMessage:
    """Plain text to the profile’s owner; an answer goes to the sender’s own account address.

    Nothing the sender typed enters a header.
    """
    return EmailMessage(
        subject="Un message pour vous, par La Carte des CM",
        body=render_to_string(
            "directory/message.txt", {"message": message, "SITE_URL": settings.SITE_URL}
        ),
        to=[message.profile.owner.email],
        reply_to=[message.sender.email],
    )


@task()
def deliver(message_id: int) -> None:
    """Send a stored message.  Raises what the mail service raises."""
    message = Message.objects.select_related("profile__owner", "sender").get(pk=message_id)
    compose(message).send()


class ContactForm(forms.ModelForm):
    # Out of sight and of the keyboard’s way: only a robot fills it in.
    site = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    class Meta:
        model = Message
        fields = ["sender_name", "organisation", "text"]
        labels = {
            "sender_name": "Votre nom",
            "organisation": "Votre organisation",
            "text": "Votre message",
        }
        widgets = {
            "sender_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "organisation": forms.TextInput(attrs={"autocomplete": "organization"}),
            "text": forms.Textarea(attrs={"rows": 9}),
        }
        error_messages = {
            "sender_name": {"required": "Dites qui vous êtes."},
            "text": {"required": "Écrivez votre message."},
        }

    def __init__(self, *args, profile: Profile, sender, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.profile = profile
        self.instance.sender = sender
        self.fields["sender_name"].initial = sender.get_full_name()

    def clean_site(self) -> str:
        if self.cleaned_data["site"]:
            raise ValidationError("Ce champ sert à écarter les robots : laissez-le vide.")
        return ""

    def clean(self) -> dict:
        if not Message.objects.left_today(self.instance.sender):
            raise ValidationError(
                "Vous avez envoyé vos %(limit)s messages du jour. Celui-ci n’est pas parti : "
                "gardez-en le texte, vous pourrez l’envoyer demain.",
                code="limit",
                params={"limit": Message.DAILY_LIMIT},
            )
        return super().clean()

    def send(self) -> bool:
        """Store and relay the message if it is valid; the daily limit holds for two at once."""
        with transaction.atomic():
            get_user_model().objects.select_for_update().get(pk=self.instance.sender.pk)
            if not self.is_valid():
                return False
            message = self.save()
            transaction.on_commit(partial(deliver.enqueue, message.pk))
        return True
