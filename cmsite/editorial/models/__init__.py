"""The pages of the magazine and the home page, one subject a file."""

from cmsite.editorial.models.article import Article
from cmsite.editorial.models.home import HomePage
from cmsite.editorial.models.index import ArticleIndexPage, IndexPage, InterviewIndexPage
from cmsite.editorial.models.interview import Interview
from cmsite.editorial.models.standing import ContactPage, StandardPage
from cmsite.editorial.models.story import Story, StoryQuerySet, as_anyone_sees, latest_stories

__all__ = [
    "Article",
    "ArticleIndexPage",
    "ContactPage",
    "HomePage",
    "IndexPage",
    "Interview",
    "InterviewIndexPage",
    "StandardPage",
    "Story",
    "StoryQuerySet",
    "as_anyone_sees",
    "latest_stories",
]
