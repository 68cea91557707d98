"""PostgreSQL: an index on what the search compares; Wagtail has one of each half only."""

from django.db import migrations

# Names and texts of an object together, as the search backend writes them.
CREATE = """
CREATE INDEX IF NOT EXISTS wagtailsearch_indexentry_text
    ON wagtailsearch_indexentry USING gin ((title || body));
ANALYZE wagtailsearch_indexentry;
"""
DROP = "DROP INDEX IF EXISTS wagtailsearch_indexentry_text"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0004_author_profile"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(create, drop)]
