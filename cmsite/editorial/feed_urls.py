from django.urls import path

from cmsite.editorial import feeds

app_name = "feeds"

urlpatterns = [
    path("tout.xml", feeds.StoryFeed(), name="all"),
    path("entretiens.xml", feeds.InterviewFeed(), name="interviews"),
    path("rubrique/<slug:slug>.xml", feeds.SectionFeed(), name="section"),
    path("sujet/<slug:slug>.xml", feeds.SubjectFeed(), name="subject"),
    path("revue-de-web.xml", feeds.LinkFeed(), name="links"),
    path("outils/<slug:stage>.xml", feeds.ToolFeed(), name="stage"),
]
