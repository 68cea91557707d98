"""The Wagtail menu « Annuaire », one subject a module."""
