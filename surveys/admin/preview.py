"""« Aperçu » of the public pages, with links between states, branches and screens."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse

from surveys import preview
from surveys.admin.base import EDITIONS, Screens
from surveys.admin.editions import EditionScreen
from surveys.clock import State
from surveys.models import Edition
from surveys.questionnaire import Questionnaire

WORDS = {
    "annoncee": State.ANNOUNCED,
    "ouverte": State.OPEN,
    "close": State.CLOSED,
    "publiee": State.PUBLISHED,
}
SCREENS = (
    ("", "Présentation"),
    ("editions/", "Toutes les éditions"),
    ("relecture/", "Relecture"),
    ("merci/", "Merci"),
    ("hors-champ/", "Hors champ"),
    ("resultats/", "Résultats"),
)


def address(edition: Edition, word: str, branch: str, rest: str = "") -> str:
    name = "surveys_preview:page" if rest else "surveys_preview:front"
    return reverse(name, args=[edition.pk, word, branch, *([rest] if rest else [])])


class HomeView(EditionScreen):
    page_title = "Aperçu"

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        """To the state the edition is in, or to the first for a draft."""
        state = self.edition.state()
        word = next((word for word, one in WORDS.items() if one is state), "annoncee")
        return redirect(address(self.edition, word, preview.EVERYBODY))


class PageView(EditionScreen):
    page_title = "Aperçu"

    def show(self, word: str, branch: str, rest: str) -> HttpResponse:
        if word not in WORDS or branch not in preview.BRANCHES:
            raise Http404
        shown = preview.as_of(self.edition, WORDS[word])
        base = address(self.edition, word, branch)
        public = self.edition.get_absolute_url()
        try:
            response = preview.page(self.request, shown, branch, rest)
        except preview.Nothing as nothing:
            context = {"reason": str(nothing), "section": "enquete"}
            response = HttpResponse(
                render_to_string("surveys/preview_nothing.html", context, self.request)
            )
        if 300 <= response.status_code < 400:
            return redirect(response["Location"].split("?")[0].replace(public, base, 1))
        banner = self.banner(shown, word, branch, rest)
        html = response.content.decode()
        # Links of the page stay in the preview.
        html = html.replace(f'="{public}', f'="{base}')
        html = html.replace("<body>", f"<body>{banner}", 1)
        return HttpResponse(html, headers={"X-Robots-Tag": "noindex"})

    def banner(self, shown: Edition, word: str, branch: str, rest: str) -> str:
        def link(label, other_word, other_branch, other_rest, is_current):
            url = address(self.edition, other_word, other_branch, other_rest)
            return {"label": label, "url": url, "current": is_current}

        answering = rest.startswith(("repondre/", "relecture/", "merci/", "hors-champ/"))
        states = [
            link(preview.STATES[one].capitalize(), slug, branch, "", slug == word)
            for slug, one in WORDS.items()
        ]
        branches = [
            link(label.capitalize(), word, code, rest if answering else "", code == branch)
            for code, label in preview.BRANCHES.items()
        ]
        screens = [link(label, word, branch, tail, tail == rest) for tail, label in SCREENS]
        if WORDS[word] is State.OPEN:
            questionnaire = Questionnaire(shown)
            answers = preview.sample(questionnaire, branch)
            screens += [
                link(
                    f"{position}. {screen.heading}",
                    word,
                    branch,
                    f"repondre/{screen.step}/",
                    rest == f"repondre/{screen.step}/",
                )
                for position, screen in enumerate(questionnaire.screens(answers), start=1)
            ]
        context = {
            "rows": [("État", states), ("Branche", branches), ("Écran", screens)],
            "edit_url": reverse(f"{EDITIONS}:edit", args=[self.edition.pk]),
            "borrowed": self.edition.state() is State.DRAFT,
            "edition": shown,
        }
        return render_to_string("surveys/_preview_banner.html", context)

    def get(self, request: HttpRequest, word: str, branch: str, rest: str = "", **kwargs):
        return self.show(word, branch, rest)

    def post(self, request: HttpRequest, word: str, branch: str, rest: str = "", **kwargs):
        """What is sent goes nowhere: on to the next screen."""
        if word not in WORDS or branch not in preview.BRANCHES:
            raise Http404
        shown = preview.as_of(self.edition, WORDS[word])
        following = "merci/"
        if rest.startswith("repondre/"):
            questionnaire = Questionnaire(shown)
            screens = questionnaire.screens(preview.sample(questionnaire, branch))
            here = rest.removeprefix("repondre/").rstrip("/")
            place = next((one for one in screens if str(one.step) == here), None)
            after = [
                one.step
                for one in screens
                if place and one.optional == place.optional and one.step > place.step
            ]
            following = f"repondre/{after[0]}/" if after else "relecture/"
        return redirect(address(self.edition, word, branch, following))


class PreviewScreens(Screens):
    name = "surveys_preview"
    url_prefix = "enquete/apercu"

    def get_urlpatterns(self) -> list:
        page = self.construct_view(PageView)
        return [
            path("<int:pk>/", self.construct_view(HomeView), name="home"),
            path("<int:pk>/<str:word>/<slug:branch>/", page, name="front"),
            path("<int:pk>/<str:word>/<slug:branch>/<path:rest>", page, name="page"),
        ]
