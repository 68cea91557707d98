"""Wagtail’s index of references held a row for each answer: which one came after which."""

from django.db import migrations


def forget(apps, schema_editor):
    references = apps.get_model("wagtailcore", "ReferenceIndex").objects
    references.filter(base_content_type__app_label="surveys").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0050_telling"),
        ("wagtailcore", "0078_referenceindex"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
