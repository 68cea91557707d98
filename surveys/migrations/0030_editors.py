"""What editors work with: corrections, imports, a board; and the group that may."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


GROUP = "Rédaction"
RIGHTS = {
    "edition": ("add", "change", "view"),
    "question": ("add", "change", "view"),
    "remark": ("view",),
}


def entitle(apps, schema_editor):
    """Editors prepare editions and questions, and read remarks; they delete nothing."""
    # Data migrations run before post_migrate creates content types and permissions.
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)

    def grant(app_label, model, codename):
        kind = ContentType.objects.get_or_create(app_label=app_label, model=model)[0]
        permission, _ = Permission.objects.get_or_create(
            content_type=kind,
            codename=codename,
            defaults={"name": f"Can {codename.replace('_', ' ')}"},
        )
        group.permissions.add(permission)

    grant("wagtailadmin", "admin", "access_admin")
    for model, actions in RIGHTS.items():
        for action in actions:
            grant("surveys", model, f"{action}_{model}")


class Migration(migrations.Migration):

    dependencies = [
        ("surveys", "0020_anonymity"),
        ('contenttypes', '0002_remove_content_type_name'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('wagtailadmin', '0001_create_admin_access_permissions'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='board',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='edition',
            name='import_mapping',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name='editionquestion',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked', to='surveys.question', verbose_name='question'),
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=80, verbose_name='texte corrigé')),
                ('before', models.CharField(max_length=300, verbose_name='avant')),
                ('after', models.CharField(max_length=300, verbose_name='après')),
                ('corrected_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='corrigée le')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='surveys.question')),
            ],
            options={
                'verbose_name': 'coquille corrigée',
                'verbose_name_plural': 'coquilles corrigées',
                'ordering': ['corrected_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reponses', 'réponses'), ('chiffres', 'chiffres publiés')], max_length=8, verbose_name='contenu')),
                ('state', models.CharField(choices=[('attente', 'à confirmer'), ('fini', 'importé')], default='attente', max_length=8, verbose_name='état')),
                ('filename', models.CharField(max_length=200, verbose_name='fichier')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('headers', models.JSONField(default=list)),
                ('rows', models.JSONField(default=list)),
                ('notes', models.JSONField(default=list)),
                ('kept', models.PositiveIntegerField(default=0, verbose_name='lignes gardées')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='lignes refusées')),
                ('sent_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='envoyé le')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='surveys.edition')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'kind', 'digest'), name='file_imported_once_per_edition')],
            },
        ),
        # Undoing leaves the rights in place: the group may have members by then.
        migrations.RunPython(entitle, migrations.RunPython.noop),
    ]
