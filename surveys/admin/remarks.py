"""Free text of sealed editions, for editors to read: never published, apart from all the rest."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail.admin.menu import MenuItem

from surveys.admin.base import Screens, SurveyScreen
from surveys.admin.downloads import csv_response
from surveys.models import Edition, Question, Remark

PER_PAGE = 50


class RemarksScreen(SurveyScreen):
    model = Remark
    permission_required = "view"
    rights = ("view",)

    def remarks(self):
        """Those asked for; their order, by random keys, is nobody’s."""
        sealed = Edition.objects.filter(publications__isnull=False)
        found = Remark.objects.select_related("edition").filter(edition__in=sealed)
        year, question = self.request.GET.get("annee", ""), self.request.GET.get("question", "")
        if year.isascii() and year.isdigit() and len(year) < 6:
            found = found.filter(edition__year=int(year))
        if question:
            found = found.filter(question=question[:60].replace("\x00", ""))
        if text := self.text:
            found = found.filter(text__icontains=text)
        return found.order_by("-edition__year", "question", "pk")

    @property
    def text(self) -> str:
        return self.request.GET.get("q", "").strip().replace("\x00", "")[:100]


class ListView(RemarksScreen):
    page_title = "Textes libres"
    header_icon = "comment"
    template_name = "surveys/admin/remarks.html"

    def get_context_data(self, **kwargs) -> dict:
        page = Paginator(self.remarks(), PER_PAGE).get_page(self.request.GET.get("p"))
        codes = {remark.question for remark in page}
        labels = dict(
            Question.objects.current().filter(code__in=codes).values_list("code", "label")
        )
        asked = self.request.GET.copy()
        asked.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "page_obj": page,
            "rows": [(remark, labels.get(remark.question, remark.question)) for remark in page],
            "years": Edition.objects.filter(remarks__isnull=False)
            .order_by("-year")
            .values_list("year", flat=True)
            .distinct(),
            "year": self.request.GET.get("annee", ""),
            "text": self.text,
            "query": asked.urlencode(),
        }


class ExportView(RemarksScreen):
    def get(self, request: HttpRequest) -> HttpResponse:
        lines = ([str(one.edition.year), one.question, one.text] for one in self.remarks())
        return csv_response("textes-libres", ["édition", "question", "texte"], lines)


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
