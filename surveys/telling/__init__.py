"""What a publication says: figures with their findings, chapters, the page’s first words.

Everything here is derived from `surveys.publishable` alone.
"""
