"""The directory: practitioners’ profiles, placed on the map of France.

A profile belongs to its owner, is moderated before it shows, and never shows an address.
Must never know the surveys: the wall between a name and an answer is a wall in the code.
"""
