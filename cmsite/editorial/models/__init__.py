"""The pages of the magazine and the home page, one subject a file."""

from cmsite.editorial.models.article import Article, Cosigner
from cmsite.editorial.models.comment import Comment, CommentReport
from cmsite.editorial.models.home import HomePage
from cmsite.editorial.models.index import ArticleIndexPage, IndexPage, InterviewIndexPage
from cmsite.editorial.models.interview import Interview
from cmsite.editorial.models.link import Link
from cmsite.editorial.models.series import Series
from cmsite.editorial.models.standing import ContactPage, StandardPage
from cmsite.editorial.models.story import Story, StoryQuerySet
from cmsite.editorial.models.tags import ArticleSubject, InterviewSubject

__all__ = [
    "Article",
    "ArticleIndexPage",
    "ContactPage",
    "ArticleSubject",
    "Comment",
    "CommentReport",
    "Cosigner",
    "HomePage",
    "IndexPage",
    "Interview",
    "InterviewIndexPage",
    "StandardPage",
    "InterviewSubject",
    "Link",
    "Series",
    "Story",
    "StoryQuerySet",
]
