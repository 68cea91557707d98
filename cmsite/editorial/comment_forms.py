"""What is typed to comment, to confirm, to report, to erase."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from cmsite.editorial.models import Article, Comment, CommentReport
from cmsite.editorial.models.comment import LONGEST, address_digest
from cmsite.typography import thousands
from directory import letters
from directory.forms.contact import ProofFields
from directory.forms.fields import LineField, TextField

SHORTEST = 2
MOST_LINKS = 2


class BoundedText(TextField):
    """Plain text; what is too long is told with its length, and stays in the field."""

    def __init__(self, *, longest: int, rows: int = 8, **options) -> None:
        self.longest = longest
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                f"Ce texte fait {thousands(len(value))} caractères, le maximum est de "
                f"{thousands(self.longest)}. Il n’est pas perdu\u202f: raccourcissez-le ici."
            )


class AddressField(forms.EmailField):
    def __init__(self, **options) -> None:
        options.setdefault("label", "Votre adresse électronique")
        options.setdefault("max_length", 254)
        options.setdefault(
            "widget", forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
        )
        options.setdefault(
            "error_messages",
            {
                "required": "Donnez l’adresse où recevoir le code.",
                "invalid": "Cette adresse n’est pas complète\u202f: elle s’écrit nom@exemple.fr.",
            },
        )
        super().__init__(**options)


class CommentForm(ProofFields):
    name = LineField(
        label="Votre nom",
        max_length=60,
        help_text="Il paraîtra au-dessus de votre commentaire. Un pseudonyme convient.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Signez votre commentaire, d’un pseudonyme au besoin."},
    )
    text = BoundedText(
        label="Votre commentaire",
        longest=LONGEST,
        help_text=f"Du texte seulement, {thousands(LONGEST)} caractères au plus.",
        error_messages={"required": "Écrivez votre commentaire."},
    )
    address = AddressField(
        help_text="Un code y est envoyé pour confirmer que c’est bien vous. Elle n’est ni publiée "
        "ni conservée.",
    )

    field_order = ["name", "text", "address"]

    def __init__(self, *args, article: Article, parent: Comment | None = None, **options) -> None:
        super().__init__(*args, **options)
        self.article, self.parent = article, parent
        self.subject = f"editorial.comment.{article.pk}"

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if len(text) < SHORTEST:
            raise ValidationError("Dites-en un peu plus.")
        if len(letters.LINK.findall(text)) > MOST_LINKS:
            raise ValidationError(
                f"Gardez {MOST_LINKS} adresses au plus\u202f: au-delà, un commentaire passe pour "
                "de la publicité."
            )
        return text

    def clean(self) -> dict:
        data = super().clean()
        self.check_pace()
        return data

    def save(self) -> tuple[Comment, bool]:
        """The comment, and whether it is new: the same one sent again is the same."""
        data = self.cleaned_data
        author = address_digest(data["address"])
        parent = self.parent and self.parent.pk
        return Comment.objects.get_or_create(
            fingerprint=Comment.fingerprint_of(self.article.pk, parent, author, data["text"]),
            defaults={
                "article": self.article,
                "parent": self.parent,
                "name": data["name"],
                "text": data["text"],
                "author": author,
            },
        )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code reçu",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Tapez les six chiffres reçus."},
    )

    def __init__(self, *args, comment: Comment, purpose: str, **options) -> None:
        super().__init__(*args, **options)
        self.comment, self.purpose = comment, purpose

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if not self.comment.code_is_alive():
            raise ValidationError(
                "Ce code ne vaut plus rien\u202f: il a servi, il est trop vieux, ou trop d’essais "
                "ont échoué. Demandez-en un autre."
            )
        if not self.comment.accepts(code, self.purpose):
            raise ValidationError("Ce n’est pas le code qui vous a été envoyé en dernier.")
        return code


class AddressForm(forms.Form):
    address = AddressField()


class ReportForm(ProofFields):
    reason = BoundedText(
        label="Ce qui ne va pas",
        longest=CommentReport.LONGEST,
        rows=4,
        help_text="Seule la modération le lit. Votre nom et votre adresse ne sont pas demandés.",
        error_messages={"required": "Dites en quelques mots ce qui ne va pas."},
    )

    def __init__(self, *args, comment: Comment, **options) -> None:
        super().__init__(*args, **options)
        self.comment = comment
        self.subject = f"editorial.report.{comment.pk}"

    def clean(self) -> dict:
        data = super().clean()
        self.check_pace()
        return data

    @cached_property
    def is_first(self) -> bool:
        return not self.comment.reports.filter(reason=self.cleaned_data["reason"]).exists()

    def save(self) -> None:
        """The same words sent twice are one report."""
        if self.is_first:
            self.comment.reports.create(reason=self.cleaned_data["reason"])
