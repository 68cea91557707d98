"""The survey in the admin: editions and the bank of questions.  Responses are nowhere in it."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from surveys import dry_run_screen  # noqa: F401 (registers its screen)
from surveys.admin_forms import EditionForm, QuestionForm
from surveys.models import Edition, Question


class EditionViewSet(SnippetViewSet):
    model = Edition
    icon = "date"
    menu_label = "Éditions"
    add_to_settings_menu = False
    list_display = ["title", Column("state_in_words", label="État")]
    ordering = ["-year"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("year"), FieldPanel("title"), FieldPanel("introduction")],
                heading="Présentation",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("opens_at"), FieldPanel("closes_at"), FieldPanel("results_at")]
                    )
                ],
                heading="Dates",
                help_text="À la minute, heure de Paris. Sans les trois, l’édition reste un "
                "brouillon que personne ne voit.",
            ),
            InlinePanel(
                "edition_questions",
                heading="Questions posées",
                label="Question",
                help_text="Dans l’ordre ; les questions d’un même écran portent le même numéro. "
                "Une édition créée sans question reçoit celles du socle.",
                panels=[
                    FieldPanel("question"),
                    FieldRowPanel([FieldPanel("step"), FieldPanel("heading")]),
                ],
            ),
            FieldPanel("method"),
            MultiFieldPanel(
                [FieldPanel("fictitious"), FieldPanel("archived")], heading="Nature de l’édition"
            ),
            InlinePanel(
                "archived_figures",
                heading="Chiffres publiés ailleurs",
                label="Chiffre",
                help_text="Pour une édition archivée : chaque chiffre avec sa source.",
            ),
            InlinePanel(
                "comments",
                heading="Le commentaire de la rédaction",
                label="Commentaire",
                help_text="Un texte par chapitre des résultats. Il accompagne les chiffres publiés "
                "et n’en ajoute pas.",
            ),
            InlinePanel(
                "reuses",
                heading="Revue de presse",
                label="Reprise",
                help_text="Qui a cité ces résultats, et où.",
            ),
        ],
        base_form_class=EditionForm,
    )


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = "Banque de questions"
    list_display = ["label", "code", "kind"]
    list_filter = ["kind"]
    ordering = ["code"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
            FieldPanel("label"),
            FieldPanel("short_label"),
            FieldPanel("help"),
            FieldPanel("why"),
            FieldPanel("can_decline"),
            InlinePanel("choices", heading="Réponses proposées", label="Réponse"),
        ],
        base_form_class=QuestionForm,
    )


class SurveyViewSetGroup(SnippetViewSetGroup):
    items = (EditionViewSet, QuestionViewSet)
    menu_label = "Enquête"
    menu_icon = "form"
    menu_order = 250


register_snippet(SurveyViewSetGroup)
