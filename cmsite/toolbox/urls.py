from django.urls import path

from cmsite.editorial.feeds import ToolFeed
from cmsite.toolbox import library, suggestions, views, votes

app_name = "toolbox"

# The fixed names are those of models.RESERVED: no tool may have them.
urlpatterns = [
    path("", views.shelves, name="list"),
    path("nouveautes.xml", ToolFeed(), name="newest"),
    path("proposer/", suggestions.suggest, name="suggest"),
    path("indicateurs/", library.indicators, name="indicators"),
    path("indicateurs/<slug:slug>/", library.indicator, name="indicator"),
    path("<slug:slug>/", views.tool, name="tool"),
    path("<slug:slug>/corriger/", suggestions.suggest, name="correct"),
    path("<slug:slug>/utile/", votes.vote, name="vote"),
]
