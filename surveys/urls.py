from django.urls import path

from surveys import (
    agenda,
    answering,
    entrance,
    notice_views,
    receipts,
    results,
    resuming,
    views,
)
from surveys.entrance import keyed

app_name = "surveys"
urlpatterns = [
    path("", views.index, name="index"),
    path("methode/", results.method, name="method"),
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
    path("<int:year>/resultats/", results.results, name="results"),
    path("<int:year>/resultats.csv", results.results_csv, name="results_csv"),
    path("<int:year>/resultats.json", results.results_json, name="results_json"),
]
