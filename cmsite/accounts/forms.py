from allauth.account.fields import EmailField
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms

from cmsite.accounts.adapter import KeyAdapter
from cmsite.accounts.models import User
from directory.models import one_line


class AddressForm(RequestLoginCodeForm):
    """The one thing asked of somebody who signs in or arrives."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = EmailField(
            label="Votre adresse électronique",
            help_text="Nous y envoyons un code. Elle n’est jamais montrée sur le site.",
            max_length=User._meta.get_field("email").max_length,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={
                "required": "Écrivez votre adresse électronique.",
                "invalid": "Cette adresse est incomplète : attendu quelque chose comme "
                "prenom@exemple.fr.",
                "max_length": "Cette adresse est trop longue.",
            },
        )


class CodeForm(ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = "Code reçu par courriel"
        code.help_text = "Huit lettres ; le tiret et les majuscules ne comptent pas."
        code.widget = forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code",
            }
        )
        code.error_messages["required"] = "Écrivez le code que vous avez reçu."


class ErasureForm(forms.Form):
    WORD = "supprimer"

    confirmation = forms.CharField(
        label=f"Écrivez « {WORD} » pour confirmer",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": f"Écrivez « {WORD} » pour confirmer."},
    )

    def clean_confirmation(self) -> str:
        word = self.cleaned_data["confirmation"].strip(" «»\u202f\u00a0").lower()
        if word != self.WORD:
            raise forms.ValidationError(f"Écrivez « {self.WORD} », en toutes lettres.")
        return word


# What a browser sends as a key goes through fido2, which does not expect just any JSON.
MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)


def malformed() -> forms.ValidationError:
    return KeyAdapter().validation_error("incorrect_code")


def key_name(initial: str = "") -> forms.CharField:
    return forms.CharField(
        label="Nom de la clé",
        help_text="Pour la reconnaître : « Mon téléphone », « L’ordinateur du bureau ».",
        max_length=60,
        initial=initial,
        validators=[one_line],
        error_messages={
            "required": "Donnez un nom à cette clé.",
            "max_length": "Ce nom est trop long : soixante signes au plus.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NewKeyForm(AddWebAuthnForm):
    """A passkey: it says who it is of, and asks for a finger, a face or a PIN."""

    passwordless = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = key_name()
        self.fields["name"].required = False  # allauth gives one: the key may exist already
        self.fields["credential"].error_messages["required"] = (
            "Votre appareil n’a pas répondu. Recommencez."
        )

    def clean(self) -> dict:
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean()
        except forms.ValidationError:
            raise
        except MALFORMED as error:
            raise malformed() from error


class KeyNameForm(EditWebAuthnForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = key_name()


class CarefulCredential:
    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except forms.ValidationError:
            raise
        except MALFORMED as error:
            raise malformed() from error


class KeySignInForm(CarefulCredential, LoginWebAuthnForm):
    pass


class KeyProofForm(CarefulCredential, ReauthenticateWebAuthnForm):
    pass
