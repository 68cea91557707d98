from django.urls import path

from surveys import answering, receipts, views

app_name = "surveys"
urlpatterns = [
    path("", views.index, name="index"),
    path("methode/", views.index, name="method"),
    path("<int:year>/", views.edition, name="edition"),
    path("<int:year>/repondre/", answering.start, name="start"),
    path("<int:year>/repondre/<int:step>/", answering.answer, name="answer"),
    path("<int:year>/relecture/", answering.review, name="review"),
    path("<int:year>/merci/", answering.sent, name="sent"),
    path("<int:year>/hors-champ/", answering.not_concerned, name="not_concerned"),
    path("<int:year>/recu/", receipts.receipt, name="receipt"),
    path("<int:year>/resultats/", views.edition, name="results"),
]
