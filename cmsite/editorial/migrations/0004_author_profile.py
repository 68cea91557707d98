import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_profile_in_depth"),
        ("editorial", "0003_french_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="author_profile",
            field=models.ForeignKey(
                blank=True,
                help_text="Son profil de l’annuaire, s’il y en a un\u202f: l’article y est annoncé.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="articles",
                to="directory.profile",
                verbose_name="profil de qui signe",
            ),
        ),
    ]
