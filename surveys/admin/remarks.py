"""Free text of sealed editions, for editors to read: never published, apart from all the rest.

Answers to questions of free text, and what people had to say of any question itself.
"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail.admin.menu import MenuItem

from surveys.admin.base import Screens, SurveyScreen
from surveys.admin.downloads import csv_response
from surveys.models import Edition, Question, Remark

PER_PAGE = 50
ANSWER, REMARK = "reponse", "remarque"
NATURES = {ANSWER: "réponse", REMARK: "remarque sur la question"}


class RemarksScreen(SurveyScreen):
    model = Remark
    permission_required = "view"
    rights = ("view",)

    def remarks(self):
        """Those asked for; their order, by random keys, is nobody’s."""
        found = self.readable().select_related("edition")
        year, nature = self.asked("annee"), self.asked("nature")
        if year.isascii() and year.isdigit() and len(year) < 6:
            found = found.filter(edition__year=int(year))
        if question := self.asked("question"):
            found = found.filter(question=question)
        if nature in NATURES:
            found = found.filter(on_question=nature == REMARK)
        if text := self.asked("q"):
            found = found.filter(text__icontains=text)
        return found.order_by("-edition__year", "question", "on_question", "pk")

    def readable(self):
        """Those of sealed editions: until then nobody reads a word."""
        sealed = Edition.objects.filter(publications__isnull=False)
        return Remark.objects.filter(edition__in=sealed)

    def asked(self, name: str) -> str:
        return self.request.GET.get(name, "").strip().replace("\x00", "")[:100]


class ListView(RemarksScreen):
    page_title = "Textes libres"
    header_icon = "comment"
    template_name = "surveys/admin/remarks.html"

    def get_context_data(self, **kwargs) -> dict:
        page = Paginator(self.remarks(), PER_PAGE).get_page(self.request.GET.get("p"))
        codes = self.readable().order_by("question").values_list("question", flat=True).distinct()
        labels = dict.fromkeys(codes, "") | dict(
            Question.objects.current().filter(code__in=list(codes)).values_list("code", "label")
        )
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "page_obj": page,
            "rows": [(remark, labels[remark.question] or remark.question) for remark in page],
            "questions": [(code, label or code) for code, label in labels.items()],
            "question": self.asked("question"),
            "natures": NATURES.items(),
            "nature": self.asked("nature"),
            "years": Edition.objects.filter(remarks__isnull=False)
            .order_by("-year")
            .values_list("year", flat=True)
            .distinct(),
            "year": self.asked("annee"),
            "text": self.asked("q"),
            "filtered": any(map(self.asked, ("q", "annee", "question", "nature"))),
            "query": query.urlencode(),
        }


class ExportView(RemarksScreen):
    def get(self, request: HttpRequest) -> HttpResponse:
        lines = (
            [
                str(one.edition.year),
                one.question,
                NATURES[REMARK if one.on_question else ANSWER],
                one.text,
            ]
            for one in self.remarks()
        )
        return csv_response("textes-libres", ["édition", "question", "nature", "texte"], lines)


class RemarksMenuItem(MenuItem):
    """For those who may open the screen."""

    def is_shown(self, request: HttpRequest) -> bool:
        screen = ListView()
        screen.request = request
        return screen.user_has_permission("view")


class RemarkScreens(Screens):
    name = "surveys_remarks"
    url_prefix = "enquete/textes"

    def get_urlpatterns(self) -> list:
        return [
            path("", self.construct_view(ListView), name="index"),
            path("textes.csv", self.construct_view(ExportView), name="export"),
        ]
