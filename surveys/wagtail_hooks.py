"""The survey in the admin.  No response is shown anywhere in it."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from surveys.admin import dry_run, invitations  # noqa: F401  their hooks
from surveys.admin.editions import EditionScreens, EditionViewSet
from surveys.admin.imports import ImportScreens
from surveys.admin.log import keep_opened, register_actions
from surveys.admin.preview import PreviewScreens
from surveys.admin.questions import QuestionScreens, QuestionViewSet
from surveys.admin.remarks import RemarkScreens, RemarksMenuItem
from surveys.admin.revising import RevisingScreens


class SurveyViewSetGroup(SnippetViewSetGroup):
    items = (EditionViewSet, QuestionViewSet)
    menu_label = "Enquête"
    menu_icon = "form"
    menu_order = 250

    def get_submenu_items(self) -> list[MenuItem]:
        remarks = RemarksMenuItem(
            "Textes libres", reverse("surveys_remarks:index"), icon_name="comment", order=900
        )
        return [*super().get_submenu_items(), remarks]


register_snippet(SurveyViewSetGroup)
hooks.register("register_log_actions", register_actions)
hooks.register("before_delete_snippet", keep_opened)


@hooks.register("register_admin_viewset")
def screens() -> list:
    return [
        EditionScreens(),
        QuestionScreens(),
        PreviewScreens(),
        ImportScreens(),
        RemarkScreens(),
        RevisingScreens(),
    ]
