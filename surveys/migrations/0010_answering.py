from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_asking")]

    operations = [
        migrations.AddField(
            model_name="draft", name="typed", field=models.JSONField(default=dict)
        ),
    ]
