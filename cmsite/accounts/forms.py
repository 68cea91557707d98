from allauth.account.fields import EmailField
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms

from cmsite.accounts.models import User


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
