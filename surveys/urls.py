from django.urls import path

from surveys import answering, receipts, results, resuming, views

app_name = "surveys"
urlpatterns = [
    path("", views.index, name="index"),
    path("methode/", results.method, name="method"),
    path("<int:year>/", views.edition, name="edition"),
    path("<int:year>/repondre/", answering.start, name="start"),
    path("<int:year>/repondre/<int:step>/", answering.answer, name="answer"),
    path("<int:year>/relecture/", answering.review, name="review"),
    path("<int:year>/merci/", answering.sent, name="sent"),
    path("<int:year>/hors-champ/", answering.not_concerned, name="not_concerned"),
    path("<int:year>/modifiee/", answering.amended, name="amended"),
    path("<int:year>/reprendre/", resuming.resume, name="resume"),
    path("<int:year>/reprendre/courriel/", resuming.send_words, name="send_words"),
    path("<int:year>/recu/", receipts.receipt, name="receipt"),
    path("<int:year>/resultats/", results.results, name="results"),
    path("<int:year>/resultats.csv", results.results_csv, name="results_csv"),
    path("<int:year>/resultats.json", results.results_json, name="results_json"),
]
