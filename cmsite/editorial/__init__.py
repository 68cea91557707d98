"""The magazine: home page, articles and interviews, edited in Wagtail."""
