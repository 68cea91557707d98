"""What people write to each other, and to the moderators."""

import time

from django import forms
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from directory import letters, proof_of_work
from directory.forms.fields import LineField, TextField
from directory.models import Conversation, Message, Profile, Report

SALT = "directory.contact"
SHORTEST_STAY = 4  # seconds on the form, without proof of work
LONGEST_STAY = 24 * 60 * 60
# Past a limit, where there is no answer to correct.
UNSENT = "Votre message n’est pas parti"


class LetterText(TextField):
    """The words of a message."""

    default_error_messages = {"required": "Écrivez votre message."}

    def __init__(self, *, rows: int = 9, **options) -> None:
        options.setdefault("label", "Votre message")
        super().__init__(
            max_length=letters.LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **options
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if letters.has_too_many_links(value):
            raise ValidationError(
                f"Gardez {letters.MOST_LINKS} liens au plus : au-delà, un message passe pour de "
                "la publicité."
            )


class PayFields(forms.Form):
    """An offer, gross a year or a day: nothing, or all of it."""

    KINDS = [("", "Je ne précise pas"), *Conversation.PayKind.choices]
    HIGHEST = {"an": 1_000_000, "jour": 10_000}

    pay_kind = forms.ChoiceField(label="Rémunération proposée", choices=KINDS, required=False)
    pay_low = forms.IntegerField(
        label="De, en euros", required=False, min_value=1, max_value=1_000_000
    )
    pay_high = forms.IntegerField(
        label="À, en euros", required=False, min_value=1, max_value=1_000_000
    )

    def clean(self) -> dict:
        data = super().clean()
        kind, low, high = (data.get(name) for name in ("pay_kind", "pay_low", "pay_high"))
        if not kind:
            if low or high:
                self.add_error("pay_kind", "Dites si c’est par an ou par jour.")
            return data
        low = low or high
        if not low:
            if not {"pay_low", "pay_high"} & self.errors.keys():
                self.add_error(
                    "pay_low", "Écrivez un montant, ou choisissez « Je ne précise pas »."
                )
        elif low > (high or low):
            self.add_error("pay_high", "Écrivez un montant au moins égal au premier.")
        elif (high or low) > self.HIGHEST[kind]:
            self.add_error("pay_high" if high else "pay_low", "Ce montant est trop élevé.")
        data["pay_low"], data["pay_high"] = low, high or low
        return data


class ProofFields(forms.Form):
    """Keeps robots away: a field that only they fill in, a proof of work, a time on the page."""

    # Out of sight and of the keyboard’s way.
    site = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    challenge = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    answer = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    subject: str = SALT

    def clean_site(self) -> str:
        if self.cleaned_data["site"]:
            raise ValidationError("Ce champ sert à écarter les robots : laissez-le vide.")
        return ""

    @staticmethod
    def key() -> bytes:
        return salted_hmac(SALT, "proof of work", algorithm="sha256").digest()

    @cached_property
    def fresh_challenge(self) -> str:
        """A new one each time the form is shown: each serves once."""
        return proof_of_work.challenge(self.key(), self.subject, time.time(), proof_of_work.BITS)

    @cached_property
    def proven(self) -> bool:
        """Whether the browser did the work.  Looking spends the proof."""
        data = self.cleaned_data
        try:
            nonce = proof_of_work.check(
                self.key(),
                self.subject,
                data.get("challenge", ""),
                data.get("answer", ""),
                time.time(),
            )
        except proof_of_work.Refused:
            return False
        return cache.add(f"preuve:{nonce}", 1, proof_of_work.LIFETIME)

    @cached_property
    def stay(self) -> float | None:
        """Seconds since the form was first shown; None for a date that is not ours."""
        typed = self.data.get("opened", "") if self.is_bound else self.initial.get("opened", "")
        try:
            stay = time.time() - float(signing.loads(typed, salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return stay if stay <= LONGEST_STAY else None

    @property
    def first_shown(self) -> str:
        """To put in the form: a corrected one has been on the screen since its first showing."""
        if self.stay is None:
            return signing.dumps(str(time.time()), salt=SALT)
        return self.data.get("opened", "") if self.is_bound else self.initial["opened"]

    def check_pace(self) -> None:
        """Raises ValidationError for what nobody could have typed so fast."""
        if not self.proven and (self.stay is None or self.stay < SHORTEST_STAY):
            raise ValidationError(
                "Ce formulaire a été envoyé plus vite qu’on ne peut l’écrire. Relisez votre "
                "message, puis envoyez-le de nouveau.",
                code="pace",
            )


class ContactForm(ProofFields, PayFields):
    """A first message.  Without `sender`, a visitor’s: checked now, sent once they are known."""

    sender_name = LineField(
        label="Votre nom",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Dites qui vous êtes."},
    )
    organisation = LineField(
        label="Votre organisation",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    text = LetterText(
        min_length=letters.SHORTEST,
        help_text="Présentez-vous, dites ce que vous cherchez et pour quand.",
        error_messages={
            "min_length": "Dites-en un peu plus : %(limit_value)d caractères au moins."
        },
    )

    field_order = ["sender_name", "organisation", "text", "pay_kind", "pay_low", "pay_high"]
    # What waits while a visitor signs in.
    TYPED = field_order

    def __init__(self, *args, profile: Profile, sender=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.profile, self.sender = profile, sender
        self.subject = f"{SALT}.{profile.pk}"
        if sender is not None and not self.initial.get("sender_name"):
            self.initial["sender_name"] = sender.get_full_name()

    @cached_property
    def ongoing(self) -> Conversation | None:
        """The conversation that this message goes on with."""
        return (
            Conversation.objects.between(self.profile, self.sender)
            .filter(state=Conversation.State.OPEN)
            .first()
        )

    def clean(self) -> dict:
        data = super().clean()
        self.check_pace()
        if self.sender is not None and not self.errors:
            self.check_limits(data["text"])
        return data

    def check_limits(self, text: str) -> None:
        """Raises ValidationError past what one account may send."""
        if self.ongoing is None:
            self.check_new_people()
        elif self.ongoing.awaits_answer():
            raise too_many_in_a_row(self.profile.name)
        check_messages_left(self.sender)
        today = Message.objects.sent_by(self.sender).sent_today()
        others = today.exclude(conversation__profile=self.profile)
        same = {
            conversation
            for conversation, words in others.values_list("conversation", "text")
            if letters.is_same(words, text)
        }
        if len(same) >= Message.SAME_TEXT_LIMIT:
            raise ValidationError(
                f"Vous avez envoyé ce même texte à {len(same)} personnes aujourd’hui. Écrivez à "
                "celle-ci ce qui ne vaut que pour elle.",
                code="same",
            )

    def check_new_people(self) -> None:
        left = Conversation.objects.left_today
        if not left(self.sender):
            raise ValidationError(
                f"Vous avez écrit à {Conversation.DAILY_LIMIT} personnes aujourd’hui, c’est le "
                "maximum. Gardez ce texte, vous pourrez l’envoyer demain.",
                code="limit",
            )
        if not self.proven and not left(self.sender, Conversation.UNPROVEN_LIMIT):
            raise ValidationError(
                "Sans JavaScript, on écrit à trois nouvelles personnes par jour au plus. "
                "Activez-le pour écrire à celle-ci, ou gardez votre texte pour demain.",
                code="limit",
            )

    def save(self) -> Message:
        """Store what was found valid, in the ongoing conversation or a new one."""
        data = self.cleaned_data
        conversation = self.ongoing or Conversation.objects.create(
            profile=self.profile,
            sender=self.sender,
            **{name: data[name] for name in self.TYPED if name != "text"},
        )
        return conversation.say(Conversation.Side.SENDER, data["text"])

    def typed(self) -> dict:
        """What waits in a visitor’s session."""
        return {
            **{name: self.cleaned_data[name] for name in self.TYPED},
            "opened": self.first_shown,
        }


def too_many_in_a_row(name: str) -> ValidationError:
    return ValidationError(
        f"Vous avez envoyé {Conversation.IN_A_ROW} messages de suite. Laissez à {name} le temps "
        "de répondre.",
        code="limit",
    )


def check_messages_left(account) -> None:
    """Raises ValidationError past the day’s messages, answers included."""
    if not Message.objects.left_today(account):
        raise ValidationError(
            f"Vous avez envoyé {Message.DAILY_LIMIT} messages aujourd’hui, c’est le maximum. "
            "Gardez ce texte, vous pourrez l’envoyer demain.",
            code="limit",
        )


class ReplyForm(forms.Form):
    text = LetterText(rows=6, label="Votre réponse")

    def __init__(self, *args, conversation: Conversation, account, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.conversation, self.account = conversation, account
        self.side = conversation.side_of(account)
        if self.side is Conversation.Side.SENDER:
            self.fields["text"].label = "Votre message"

    def clean(self) -> dict:
        data = super().clean()
        if self.errors:
            return data
        check_messages_left(self.account)
        if self.side is Conversation.Side.SENDER and self.conversation.awaits_answer():
            raise too_many_in_a_row(self.conversation.profile.name)
        return data

    def save(self) -> Message:
        return self.conversation.say(self.side, self.cleaned_data["text"])


class RefusalForm(forms.Form):
    READY = (
        "Bonjour,\n\nMerci d’avoir pensé à moi. Je ne peux pas donner suite à votre proposition. "
        "Je vous souhaite de trouver la bonne personne.\n\nBien à vous,\n{name}"
    )
    text = LetterText(rows=8, label="Ce que vous lui répondez")


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label="Qu’est-ce qui ne va pas ?",
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce qui s’en approche le plus."},
    )
    text = TextField(
        label="Précisions",
        required=False,
        max_length=2000,
        help_text="Elles ne sont lues que par la modération.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
