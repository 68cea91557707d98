"""Addresses of other sites: their writings, their health.  Nothing here knows the database."""
