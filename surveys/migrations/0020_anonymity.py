from django.db import migrations, models

# What a planner keeps of a column is a sample of its values: `pg_statistic` would hold digests,
# addresses and whole answers long after they were deleted.
COLUMNS = {
    "surveys_participation": ["digest"],
    "surveys_draft": ["digest", "answers", "amends"],
    "surveys_invitation": ["address"],
    "surveys_notice": ["address", "code_digest"],
    "surveys_response": ["id", "answers", "receipt_digest", "answered_on"],
    "surveys_remark": ["id", "text"],
}


def keep_no_sample(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, columns in COLUMNS.items():
        for column in columns:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


class Migration(migrations.Migration):

    dependencies = [
        ("surveys", "0010_answering"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="dates_revision",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="edition",
            name="dates_moved_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="questions_stamp",
            field=models.CharField(blank=True, editable=False, max_length=16),
        ),
        migrations.AlterField(
            model_name="response",
            name="answered_on",
            field=models.DateField(null=True, verbose_name="jour"),
        ),
        migrations.AddField(
            model_name="notice",
            name="confirmed",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="notice",
            name="asked_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="notice",
            name="code_digest",
            field=models.CharField(db_index=True, max_length=64),
        ),
        migrations.RunPython(keep_no_sample, migrations.RunPython.noop),
    ]
