"""The Wagtail menu « Enquête », one subject a module."""
