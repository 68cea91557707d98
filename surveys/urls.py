from django.urls import path, register_converter

from surveys import (
    agenda,
    answering,
    api,
    entrance,
    notice_views,
    receipts,
    resuming,
    views,
)
from surveys.entrance import keyed
from surveys.results import explorer, files, method, pages


class StyleConverter:
    """The two formats of citations."""

    regex = "bib|ris"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(StyleConverter, "citation")
app_name = "surveys"
urlpatterns = [
    path("", views.index, name="index"),
    path("methode/", method.general, name="method"),
    path("api/", api.documentation, name="api"),
    path("api/v1/editions/", api.editions, name="api_editions"),
    path("api/v1/editions/<int:year>/", api.edition, name="api_edition"),
    path("api/v1/editions/<int:year>/tableaux/", api.tables, name="api_tables"),
    path("api/v1/editions/<int:year>/tableaux/<slug:table>/", api.table, name="api_table"),
    path("api/v1/schema/publication.json", api.publication_schema, name="api_schema"),
    path("<int:year>/", views.edition, name="edition"),
    path("<int:year>/entree/", keyed(entrance.entrance), name="entrance"),
    path("<int:year>/repondre/", keyed(answering.start), name="start"),
    path("<int:year>/repondre/<int:step>/", keyed(answering.answer), name="answer"),
    path("<int:year>/relecture/", keyed(answering.review), name="review"),
    path("<int:year>/merci/", keyed(answering.sent), name="sent"),
    path("<int:year>/hors-champ/", keyed(answering.not_concerned), name="not_concerned"),
    path("<int:year>/modifiee/", keyed(answering.amended), name="amended"),
    path("<int:year>/reprendre/", keyed(resuming.resume), name="resume"),
    path("<int:year>/reprendre/courriel/", keyed(resuming.send_words), name="send_words"),
    path("<int:year>/recu/", keyed(receipts.receipt), name="receipt"),
    path("<int:year>/avis/", notice_views.notice, name="notice"),
    path("<int:year>/avis/code/", notice_views.notice_code, name="notice_code"),
    path("<int:year>/dates.ics", agenda.dates, name="dates"),
    path("<int:year>/methode/", method.of_edition, name="edition_method"),
    path("<int:year>/explorer/", explorer.explore, name="explorer"),
    path("<int:year>/resultats.csv", files.tables_csv, name="results_csv"),
    path("<int:year>/resultats.json", files.publication_json, name="results_json"),
    path("<int:year>/datapackage.json", files.package, name="results_package"),
    path("<int:year>/resultats/", pages.results, name="results"),
    path("<int:year>/resultats/r<int:revision>/", pages.results, name="revision"),
    path("<int:year>/resultats/r<int:revision>/tableaux.csv", files.tables_csv, name="tables_csv"),
    path(
        "<int:year>/resultats/r<int:revision>/publication.json",
        files.publication_json,
        name="publication_json",
    ),
    path("<int:year>/resultats/r<int:revision>/datapackage.json", files.package, name="package"),
    path("<int:year>/resultats/r<int:revision>/citation.<citation:style>", files.cite, name="cite"),
    path("<int:year>/resultats/<slug:figure>/", pages.figure, name="figure"),
    path("<int:year>/resultats/<slug:figure>/integrer/", pages.embed, name="embed"),
    path("<int:year>/resultats/<slug:figure>/image.png", pages.image, name="figure_image"),
    path("<int:year>/resultats/<slug:figure>/donnees.csv", files.figure_csv, name="figure_csv"),
]
