"""The bank of questions: list, edit, new version, typing mistakes."""

import json

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from surveys import corrections
from surveys.admin.base import QUESTIONS, Screens, SurveyScreen
from surveys.admin.question_form import WITH_CHOICES, QuestionForm
from surveys.models import Edition, Question

Kind = Question.Kind
TEXTS = ("label", "short_label", "help", "why")


def only_for(*kinds: str) -> dict[str, str]:
    """Attributes that show a panel for these kinds only; without script, it is always there."""
    rule = json.dumps({"kind": list(kinds)})
    return {"data-w-rules-target": "show", "data-w-rules": rule}


class QuestionEditView(EditView):
    @property
    def header_buttons(self) -> list[Button]:
        args = [self.object.pk]
        return [
            HeaderButton(
                "Nouvelle version",
                reverse("surveys_questions:version", args=args),
                icon_name="copy",
                priority=10,
            ),
            HeaderButton(
                "Corriger une coquille",
                reverse("surveys_questions:typo", args=args),
                icon_name="edit",
                priority=20,
            ),
        ]


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = "Banque de questions"
    edit_view_class = QuestionEditView
    list_display = [
        "label",
        "code",
        "version",
        Column("kind", label="Type", accessor="get_kind_display"),
        Column("editions_in_words", label="Éditions qui la posent"),
    ]
    list_filter = ["kind"]
    ordering = ["code", "-version"]
    list_per_page = 50
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
            HelpPanel(
                content="<p>Les réponses à un texte libre ne sont <b>jamais publiées</b> : la "
                "rédaction les lit, à part du reste, une fois l’édition scellée.</p>",
                attrs=only_for(Kind.TEXT),
            ),
            FieldPanel("label"),
            FieldPanel("short_label"),
            FieldPanel("help"),
            FieldPanel("why"),
            FieldPanel("can_decline"),
            FieldPanel("scale", attrs=only_for(Kind.MONEY)),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("lowest"), FieldPanel("unit")])],
                heading="Pour un nombre",
                attrs=only_for(Kind.NUMBER),
            ),
            FieldPanel(
                "highest",
                help_text="La plus grande valeur d’un nombre, ou combien de réponses on peut "
                "cocher.",
                attrs=only_for(Kind.NUMBER, Kind.MULTI),
            ),
            FieldPanel("comparable"),
            InlinePanel(
                "choices",
                heading="Réponses proposées",
                label="Réponse",
                help_text="Le code relie les éditions : il ne change pas avec les mots. Une "
                "échelle en a cinq, de la plus faible à la plus forte ; laissée vide, elle reçoit "
                "les nôtres.",
                attrs=only_for(*WITH_CHOICES),
            ),
        ],
        base_form_class=QuestionForm,
        attrs={"data-controller": "w-rules", "data-action": "change->w-rules#resolve"},
    )

    def get_queryset(self, request):
        return Question.objects.with_uses()


class QuestionScreen(SurveyScreen):
    model = Question
    question: Question | None = None

    def setup(self, request, *args, pk: int, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.question = get_object_or_404(Question, pk=pk)

    def get_page_subtitle(self) -> str:
        return f"{self.question.code}, version {self.question.version}"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{QUESTIONS}:list"), "label": "Banque de questions"},
            {"url": self.edit_url(self.question), "label": str(self.question)},
            {"url": "", "label": self.get_page_title()},
        ]

    def edit_url(self, question: Question) -> str:
        return reverse(f"{QUESTIONS}:edit", args=[question.pk])


class VersionForm(forms.Form):
    comparable = forms.BooleanField(
        label="La question garde le même sens",
        required=False,
        initial=True,
        help_text="Cochée, les résultats se comparent d’une version à l’autre. Si le sens, les "
        "tranches ou la population changent, décochez : aucune évolution ne sera tracée.",
    )


class VersionView(QuestionScreen):
    permission_required = "add"
    page_title = "Nouvelle version"
    header_icon = "copy"
    template_name = "surveys/admin/version.html"

    def get(self, request, **kwargs):
        return self.answer(form=VersionForm())

    def post(self, request, **kwargs):
        form = VersionForm(request.POST)
        form.is_valid()
        copied = self.question.new_version(form.cleaned_data["comparable"])
        log(instance=copied, action="wagtail.create")
        messages.success(
            request, f"Version {copied.version} créée : reformulez-la, puis posez-la où il faut."
        )
        return redirect(self.edit_url(copied))


class TypoForm(forms.Form):
    """One field a text of the question and of its answers; `made` lists what was corrected."""

    def __init__(self, *args, question: Question, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.choices = {f"choice-{one.pk}": one for one in question.choices.all()}
        self.made: list[tuple[str, str, str]] = []
        for name in TEXTS:
            field = Question._meta.get_field(name)
            self.put(name, field.verbose_name.capitalize(), getattr(question, name), field)
        for name, choice in self.choices.items():
            field = type(choice)._meta.get_field("label")
            self.put(name, f"Réponse « {choice.code} »", choice.label, field)

    def put(self, name: str, label: str, text: str, field) -> None:
        if text:
            self.fields[name] = forms.CharField(
                label=label,
                initial=text,
                max_length=field.max_length,
                help_text=f"Aujourd’hui : {text}",
                error_messages={"required": "Un texte que l’on a lu ne disparaît pas."},
                widget=forms.TextInput(attrs={"spellcheck": "true"}),
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in [name for name in self.changed_data if name in cleaned]:
            before, after = self.fields[name].initial, cleaned[name]
            message = corrections.fault(self.first_read(name), after)
            if message:
                self.add_error(name, message)
            else:
                self.made.append((name, before, after))
        if not self.made and not self.errors:
            raise forms.ValidationError("Rien n’a changé : corrigez un texte, puis enregistrez.")
        return cleaned

    def first_read(self, name: str) -> str:
        """The text before any correction: mistakes put right one by one never add up."""
        label = self.fields[name].label
        first = self.question.corrections.filter(what=label).first()
        return first.before if first else self.fields[name].initial

    @transaction.atomic
    def save(self) -> None:
        for name, before, after in self.made:
            what = self.fields[name].label
            if name in self.choices:
                choice = self.choices[name]
                choice.label = after
                choice.save(update_fields=["label"])
            else:
                setattr(self.question, name, after)
            self.question.corrections.create(what=what, before=before, after=after)
            log(
                instance=self.question,
                action="surveys.typo",
                data={"what": what, "before": before, "after": after},
            )
        self.question.save(update_fields=list(TEXTS))


class TypoView(QuestionScreen):
    page_title = "Corriger une coquille"
    header_icon = "edit"
    template_name = "surveys/admin/typo.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "corrections": self.question.corrections.all(),
            "editions": Edition.objects.asking(self.question).opened().order_by("year"),
        }

    def get(self, request, **kwargs):
        return self.answer(form=TypoForm(question=self.question))

    def post(self, request, **kwargs):
        form = TypoForm(request.POST, question=self.question)
        if not form.is_valid():
            return self.answer(400, form=form)
        form.save()
        messages.success(request, "Corrigé. La page de l’édition le dira.")
        return redirect(self.edit_url(self.question))


class QuestionScreens(Screens):
    name = "surveys_questions"
    url_prefix = "enquete/questions"

    def get_urlpatterns(self) -> list:
        return [
            path("<int:pk>/version/", self.construct_view(VersionView), name="version"),
            path("<int:pk>/coquille/", self.construct_view(TypoView), name="typo"),
        ]
