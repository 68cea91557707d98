"""The site: assembles the rooms (accounts, editorial, directory, surveys, map) into pages.

Knows everyone; nobody imports it.  What belongs to people, answers or places lives in its own
room and is only called from here.
"""
