from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms


class AddressForm(RequestLoginCodeForm):
    """The one thing asked of somebody who signs in or arrives."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields["email"]
        address.label = "Votre adresse électronique"
        address.help_text = "Nous y envoyons un code. Elle n’est jamais montrée sur le site."
        address.max_length = 254
        address.widget = forms.EmailInput(attrs={"autocomplete": "email", "maxlength": 254})
        address.error_messages["required"] = "Écrivez votre adresse électronique."
        address.error_messages["invalid"] = (
            "Cette adresse est incomplète : il manque peut-être « @ » ou le nom du domaine."
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
        word = self.cleaned_data["confirmation"].strip().strip("«»\"'  \u202f").lower()
        if word != self.WORD:
            raise forms.ValidationError(f"Écrivez « {self.WORD} », en toutes lettres.")
        return word
