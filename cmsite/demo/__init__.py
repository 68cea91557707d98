"""Invented people, answers and articles for a demonstration; never loaded in production."""
