import re

import cmsite.editorial.blocks.links
import cmsite.editorial.models.comment
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.contrib.taggit
import modelcluster.fields
import modelsearch.index
import wagtail.fields
from django.db import migrations, models


# Of what a block holds, the words that nobody reads.
SETTINGS = {"type", "id", "address", "source"}
MARKUP = re.compile(r"<[^>]+>")


def words_of(value) -> int:
    if isinstance(value, str):
        return len(MARKUP.sub(" ", value).split())
    if isinstance(value, dict):
        return sum(words_of(part) for key, part in value.items() if key not in SETTINGS)
    return sum(words_of(part) for part in value) if isinstance(value, list) else 0


def count_words(apps, schema_editor):
    for name in ("Article", "Interview"):
        for story in apps.get_model("editorial", name).objects.all():
            story.words = words_of(list(story.body.raw_data))
            story.save(update_fields=["words"])


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0009_area_text'),
        ('editorial', '0005_search_index'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, unique=True, verbose_name='titre')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='adresse')),
                ('introduction', models.TextField(blank=True, max_length=400, verbose_name='présentation')),
            ],
            options={
                'verbose_name': 'série',
                'verbose_name_plural': 'séries',
                'ordering': ['title'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='comments_allowed',
            field=models.BooleanField(default=True, verbose_name='ouvert aux commentaires'),
        ),
        migrations.AddField(
            model_name='article',
            name='comments_days',
            field=models.PositiveSmallIntegerField(default=90, help_text='À compter de la date affichée. Ensuite on les lit, on n’en ajoute plus.', verbose_name='jours d’ouverture des commentaires'),
        ),
        migrations.AddField(
            model_name='article',
            name='replies_to',
            field=models.ForeignKey(blank=True, help_text='Chacun des deux articles mènera à l’autre.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replies', to='editorial.article', verbose_name='en réponse à'),
        ),
        migrations.AddField(
            model_name='article',
            name='words',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='nombre de mots'),
        ),
        migrations.AddField(
            model_name='interview',
            name='facts',
            field=wagtail.fields.StreamField([('fact', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': '«\u202f14 min\u202f», «\u202f8\u202f000\u202f».', 'label': 'chiffre', 'max_length': 20}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'ce qu’il compte', 'max_length': 100}), 2: ('wagtail.blocks.StructBlock', [[('value', 0), ('label', 1)]], {})}, help_text='Ce que la personne compte, ou ce que l’on compte d’elle\u202f: trois suffisent.', verbose_name='en chiffres'),
        ),
        migrations.AddField(
            model_name='interview',
            name='organisation',
            field=models.CharField(blank=True, help_text='Où elle travaille, ou pour qui.', max_length=120, verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='interview',
            name='portrait',
            field=models.ForeignKey(blank=True, help_text='Pour qui n’a pas de profil, ou n’y a pas de portrait.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='portrait'),
        ),
        migrations.AddField(
            model_name='interview',
            name='portrait_credit',
            field=models.CharField(blank=True, max_length=120, verbose_name='crédit du portrait'),
        ),
        migrations.AddField(
            model_name='interview',
            name='words',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='nombre de mots'),
        ),
        migrations.AlterField(
            model_name='article',
            name='body',
            field=wagtail.fields.StreamField([('heading', 0), ('subheading', 1), ('text', 2), ('quote', 7), ('points', 12), ('steps', 17), ('comparison', 23), ('checklist', 27), ('note', 29), ('picture', 34), ('video', 39), ('table', 41), ('profile', 43), ('tool', 46), ('indicator', 48), ('call', 53)], block_lookup={0: ('cmsite.editorial.blocks.prose.HeadingBlock', (), {'group': 'Écrire', 'icon': 'title', 'label': 'intertitre', 'template': 'editorial/blocks/heading.html'}), 1: ('cmsite.editorial.blocks.prose.HeadingBlock', (), {'group': 'Écrire', 'icon': 'title', 'label': 'sous-intertitre', 'template': 'editorial/blocks/subheading.html'}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ul', 'ol'], 'group': 'Écrire', 'label': 'texte', 'template': 'editorial/blocks/text.html'}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'citation', 'rows': 3}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'personne', 'max_length': 100, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'organisation', 'max_length': 100, 'required': False}), 6: ('wagtail.blocks.URLBlock', (), {'help_text': 'L’adresse du texte ou de l’émission, pour une citation prise ailleurs.', 'label': 'où on peut la lire', 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('text', 3), ('person', 4), ('organisation', 5), ('source', 6)]], {'group': 'Écrire'}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'point', 'max_length': 200}), 9: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'suite', 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('title', 8), ('text', 9)]], {}), 11: ('wagtail.blocks.ListBlock', (10,), {'help_text': 'Chacun a son adresse, que l’on peut envoyer.', 'label': 'points'}), 12: ('wagtail.blocks.StructBlock', [[('points', 11)]], {'group': 'Écrire'}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'étape', 'max_length': 120}), 14: ('wagtail.blocks.TextBlock', (), {'label': 'explication', 'required': False, 'rows': 2}), 15: ('wagtail.blocks.StructBlock', [[('title', 13), ('text', 14)]], {}), 16: ('wagtail.blocks.ListBlock', (15,), {'label': 'étapes'}), 17: ('wagtail.blocks.StructBlock', [[('steps', 16)]], {'group': 'Écrire'}), 18: ('wagtail.blocks.CharBlock', (), {'default': 'Interne', 'label': 'première colonne', 'max_length': 60}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'brique', 'max_length': 300}), 20: ('wagtail.blocks.ListBlock', (19,), {'label': 'briques de la première colonne'}), 21: ('wagtail.blocks.CharBlock', (), {'default': 'Externe', 'label': 'seconde colonne', 'max_length': 60}), 22: ('wagtail.blocks.ListBlock', (19,), {'label': 'briques de la seconde colonne'}), 23: ('wagtail.blocks.StructBlock', [[('left_title', 18), ('left', 20), ('right_title', 21), ('right', 22)]], {'group': 'Écrire'}), 24: ('wagtail.blocks.CharBlock', (), {'label': 'titre', 'max_length': 150}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'à cocher', 'max_length': 300}), 26: ('wagtail.blocks.ListBlock', (25,), {'label': 'choses à cocher'}), 27: ('wagtail.blocks.StructBlock', [[('title', 24), ('items', 26)]], {'group': 'Écrire'}), 28: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'texte'}), 29: ('wagtail.blocks.StructBlock', [[('text', 28)]], {'group': 'Écrire'}), 30: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 31: ('cmsite.editorial.blocks.pictures.NeededLine', (), {'help_text': 'Ce que l’image montre, pour qui ne la voit pas. Sans «\u202fimage de\u202f».', 'label': 'texte de remplacement', 'max_length': 300, 'missing': 'Dites ce que l’image montre, pour qui ne la voit pas.'}), 32: ('wagtail.blocks.CharBlock', (), {'label': 'légende', 'max_length': 300, 'required': False}), 33: ('cmsite.editorial.blocks.pictures.NeededLine', (), {'help_text': 'Qui l’a faite, et sous quelle licence.', 'label': 'crédit', 'max_length': 120, 'missing': 'Dites qui a fait cette image.'}), 34: ('wagtail.blocks.StructBlock', [[('image', 30), ('alternative', 31), ('caption', 32), ('credit', 33)]], {'group': 'Montrer'}), 35: ('wagtail.images.blocks.ImageChooserBlock', (), {'help_text': 'Gardée ici\u00a0: rien n’est pris ailleurs.', 'label': 'image'}), 36: ('wagtail.blocks.URLBlock', (), {'label': 'adresse de la vidéo'}), 37: ('wagtail.blocks.CharBlock', (), {'label': 'durée', 'max_length': 20, 'required': False}), 38: ('wagtail.blocks.TextBlock', (), {'help_text': 'Pour qui ne peut pas la regarder.', 'label': 'ce qu’on y voit', 'required': False, 'rows': 3}), 39: ('wagtail.blocks.StructBlock', [[('title', 24), ('poster', 35), ('address', 36), ('duration', 37), ('summary', 38)]], {'group': 'Montrer'}), 40: ('wagtail.blocks.CharBlock', (), {'label': 'texte', 'max_length': 300, 'required': False}), 41: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 40)]], {'group': 'Montrer', 'label': 'tableau', 'template': 'editorial/blocks/table.html'}), 42: ('cmsite.editorial.blocks.cards.ProfileChooserBlock', ('directory.Profile',), {'help_text': 'La carte disparaît d’elle-même si ce profil cesse d’être public.', 'label': 'profil'}), 43: ('wagtail.blocks.StructBlock', [[('profile', 42)]], {'group': 'Relier'}), 44: ('cmsite.editorial.blocks.cards.JoinedChooserBlock', ('toolbox.Tool',), {'label': 'outil'}), 45: ('wagtail.blocks.CharBlock', (), {'help_text': 'Une phrase.', 'label': 'ce que nous en disons', 'max_length': 300, 'required': False}), 46: ('wagtail.blocks.StructBlock', [[('tool', 44), ('comment', 45)]], {'group': 'Relier'}), 47: ('cmsite.editorial.blocks.cards.JoinedChooserBlock', ('toolbox.Indicator',), {'label': 'indicateur'}), 48: ('wagtail.blocks.StructBlock', [[('indicator', 47)]], {'group': 'Relier'}), 49: ('wagtail.blocks.CharBlock', (), {'label': 'titre', 'max_length': 120}), 50: ('wagtail.blocks.TextBlock', (), {'label': 'texte', 'required': False, 'rows': 2}), 51: ('wagtail.blocks.CharBlock', (), {'help_text': 'Un verbe\u00a0: «\u202fRépondre\u202f».', 'label': 'bouton', 'max_length': 60}), 52: ('wagtail.blocks.CharBlock', (), {'help_text': '«\u202f/enquete/\u202f» pour une page de ce site, sinon l’adresse complète.', 'label': 'adresse', 'max_length': 500, 'validators': [cmsite.editorial.blocks.links.check_address]}), 53: ('wagtail.blocks.StructBlock', [[('title', 49), ('text', 50), ('label', 51), ('address', 52)]], {'group': 'Relier'})}, verbose_name='texte'),
        ),
        migrations.AlterField(
            model_name='article',
            name='published_on',
            field=models.DateField(default=django.utils.timezone.localdate, verbose_name='date affichée'),
        ),
        migrations.AlterField(
            model_name='interview',
            name='body',
            field=wagtail.fields.StreamField([('exchange', 2), ('heading', 3), ('subheading', 4), ('text', 5), ('quote', 10), ('points', 15), ('steps', 20), ('comparison', 26), ('checklist', 30), ('note', 32), ('picture', 37), ('video', 42), ('table', 44), ('profile', 46), ('tool', 49), ('indicator', 51), ('call', 56)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'question', 'max_length': 300}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ul', 'ol'], 'label': 'réponse'}), 2: ('wagtail.blocks.StructBlock', [[('question', 0), ('answer', 1)]], {'group': 'Écrire'}), 3: ('cmsite.editorial.blocks.prose.HeadingBlock', (), {'group': 'Écrire', 'icon': 'title', 'label': 'intertitre', 'template': 'editorial/blocks/heading.html'}), 4: ('cmsite.editorial.blocks.prose.HeadingBlock', (), {'group': 'Écrire', 'icon': 'title', 'label': 'sous-intertitre', 'template': 'editorial/blocks/subheading.html'}), 5: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ul', 'ol'], 'group': 'Écrire', 'label': 'texte', 'template': 'editorial/blocks/text.html'}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'citation', 'rows': 3}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'personne', 'max_length': 100, 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'organisation', 'max_length': 100, 'required': False}), 9: ('wagtail.blocks.URLBlock', (), {'help_text': 'L’adresse du texte ou de l’émission, pour une citation prise ailleurs.', 'label': 'où on peut la lire', 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('text', 6), ('person', 7), ('organisation', 8), ('source', 9)]], {'group': 'Écrire'}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'point', 'max_length': 200}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'suite', 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('title', 11), ('text', 12)]], {}), 14: ('wagtail.blocks.ListBlock', (13,), {'help_text': 'Chacun a son adresse, que l’on peut envoyer.', 'label': 'points'}), 15: ('wagtail.blocks.StructBlock', [[('points', 14)]], {'group': 'Écrire'}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'étape', 'max_length': 120}), 17: ('wagtail.blocks.TextBlock', (), {'label': 'explication', 'required': False, 'rows': 2}), 18: ('wagtail.blocks.StructBlock', [[('title', 16), ('text', 17)]], {}), 19: ('wagtail.blocks.ListBlock', (18,), {'label': 'étapes'}), 20: ('wagtail.blocks.StructBlock', [[('steps', 19)]], {'group': 'Écrire'}), 21: ('wagtail.blocks.CharBlock', (), {'default': 'Interne', 'label': 'première colonne', 'max_length': 60}), 22: ('wagtail.blocks.CharBlock', (), {'label': 'brique', 'max_length': 300}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'briques de la première colonne'}), 24: ('wagtail.blocks.CharBlock', (), {'default': 'Externe', 'label': 'seconde colonne', 'max_length': 60}), 25: ('wagtail.blocks.ListBlock', (22,), {'label': 'briques de la seconde colonne'}), 26: ('wagtail.blocks.StructBlock', [[('left_title', 21), ('left', 23), ('right_title', 24), ('right', 25)]], {'group': 'Écrire'}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'titre', 'max_length': 150}), 28: ('wagtail.blocks.CharBlock', (), {'label': 'à cocher', 'max_length': 300}), 29: ('wagtail.blocks.ListBlock', (28,), {'label': 'choses à cocher'}), 30: ('wagtail.blocks.StructBlock', [[('title', 27), ('items', 29)]], {'group': 'Écrire'}), 31: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link'], 'label': 'texte'}), 32: ('wagtail.blocks.StructBlock', [[('text', 31)]], {'group': 'Écrire'}), 33: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 34: ('cmsite.editorial.blocks.pictures.NeededLine', (), {'help_text': 'Ce que l’image montre, pour qui ne la voit pas. Sans «\u202fimage de\u202f».', 'label': 'texte de remplacement', 'max_length': 300, 'missing': 'Dites ce que l’image montre, pour qui ne la voit pas.'}), 35: ('wagtail.blocks.CharBlock', (), {'label': 'légende', 'max_length': 300, 'required': False}), 36: ('cmsite.editorial.blocks.pictures.NeededLine', (), {'help_text': 'Qui l’a faite, et sous quelle licence.', 'label': 'crédit', 'max_length': 120, 'missing': 'Dites qui a fait cette image.'}), 37: ('wagtail.blocks.StructBlock', [[('image', 33), ('alternative', 34), ('caption', 35), ('credit', 36)]], {'group': 'Montrer'}), 38: ('wagtail.images.blocks.ImageChooserBlock', (), {'help_text': 'Gardée ici\u00a0: rien n’est pris ailleurs.', 'label': 'image'}), 39: ('wagtail.blocks.URLBlock', (), {'label': 'adresse de la vidéo'}), 40: ('wagtail.blocks.CharBlock', (), {'label': 'durée', 'max_length': 20, 'required': False}), 41: ('wagtail.blocks.TextBlock', (), {'help_text': 'Pour qui ne peut pas la regarder.', 'label': 'ce qu’on y voit', 'required': False, 'rows': 3}), 42: ('wagtail.blocks.StructBlock', [[('title', 27), ('poster', 38), ('address', 39), ('duration', 40), ('summary', 41)]], {'group': 'Montrer'}), 43: ('wagtail.blocks.CharBlock', (), {'label': 'texte', 'max_length': 300, 'required': False}), 44: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 43)]], {'group': 'Montrer', 'label': 'tableau', 'template': 'editorial/blocks/table.html'}), 45: ('cmsite.editorial.blocks.cards.ProfileChooserBlock', ('directory.Profile',), {'help_text': 'La carte disparaît d’elle-même si ce profil cesse d’être public.', 'label': 'profil'}), 46: ('wagtail.blocks.StructBlock', [[('profile', 45)]], {'group': 'Relier'}), 47: ('cmsite.editorial.blocks.cards.JoinedChooserBlock', ('toolbox.Tool',), {'label': 'outil'}), 48: ('wagtail.blocks.CharBlock', (), {'help_text': 'Une phrase.', 'label': 'ce que nous en disons', 'max_length': 300, 'required': False}), 49: ('wagtail.blocks.StructBlock', [[('tool', 47), ('comment', 48)]], {'group': 'Relier'}), 50: ('cmsite.editorial.blocks.cards.JoinedChooserBlock', ('toolbox.Indicator',), {'label': 'indicateur'}), 51: ('wagtail.blocks.StructBlock', [[('indicator', 50)]], {'group': 'Relier'}), 52: ('wagtail.blocks.CharBlock', (), {'label': 'titre', 'max_length': 120}), 53: ('wagtail.blocks.TextBlock', (), {'label': 'texte', 'required': False, 'rows': 2}), 54: ('wagtail.blocks.CharBlock', (), {'help_text': 'Un verbe\u00a0: «\u202fRépondre\u202f».', 'label': 'bouton', 'max_length': 60}), 55: ('wagtail.blocks.CharBlock', (), {'help_text': '«\u202f/enquete/\u202f» pour une page de ce site, sinon l’adresse complète.', 'label': 'adresse', 'max_length': 500, 'validators': [cmsite.editorial.blocks.links.check_address]}), 56: ('wagtail.blocks.StructBlock', [[('title', 52), ('text', 53), ('label', 54), ('address', 55)]], {'group': 'Relier'})}, verbose_name='entretien'),
        ),
        migrations.AlterField(
            model_name='interview',
            name='published_on',
            field=models.DateField(default=django.utils.timezone.localdate, verbose_name='date affichée'),
        ),
        migrations.CreateModel(
            name='ArticleSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='editorial.article', verbose_name='article')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='taggit.tag', verbose_name='mot')),
            ],
            options={
                'verbose_name': 'sujet d’article',
                'verbose_name_plural': 'sujets d’articles',
            },
        ),
        migrations.AddField(
            model_name='article',
            name='tags',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='Quelques mots, séparés par des virgules\u202f: ils relient ce qui parle de la même chose.', through='editorial.ArticleSubject', to='taggit.Tag', verbose_name='sujets'),
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='nom')),
                ('text', models.TextField(blank=True, max_length=3000, verbose_name='texte')),
                ('state', models.CharField(choices=[('nouveau', 'à confirmer'), ('attente', 'en attente'), ('publie', 'publié'), ('refuse', 'refusé'), ('spam', 'indésirable'), ('efface', 'effacé par son auteur ou autrice')], default='nouveau', max_length=8, verbose_name='état')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrit le')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='jugé le')),
                ('token', models.CharField(default=cmsite.editorial.models.comment.new_token, editable=False, max_length=32, unique=True, verbose_name='jeton')),
                ('author', models.CharField(editable=False, max_length=64, verbose_name='empreinte de l’adresse')),
                ('fingerprint', models.CharField(editable=False, max_length=64, unique=True, verbose_name='empreinte')),
                ('code', models.CharField(blank=True, editable=False, max_length=64, verbose_name='empreinte du code')),
                ('code_sent_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='code envoyé')),
                ('code_tries', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='essais du code')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='editorial.article', verbose_name='article')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='editorial.comment', verbose_name='en réponse à')),
            ],
            options={
                'verbose_name': 'commentaire',
                'verbose_name_plural': 'commentaires',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CommentReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(max_length=600, verbose_name='pourquoi')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='reçu le')),
                ('handled_at', models.DateTimeField(blank=True, null=True, verbose_name='traité le')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='editorial.comment', verbose_name='commentaire')),
            ],
            options={
                'verbose_name': 'signalement de commentaire',
                'verbose_name_plural': 'signalements de commentaires',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Cosigner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('name', models.CharField(max_length=100, verbose_name='signature')),
                ('article', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='cosigners', to='editorial.article')),
                ('profile', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.profile', verbose_name='profil')),
            ],
            options={
                'verbose_name': 'cosignataire',
                'verbose_name_plural': 'cosignataires',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InterviewSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='editorial.interview', verbose_name='entretien')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='taggit.tag', verbose_name='mot')),
            ],
            options={
                'verbose_name': 'sujet d’entretien',
                'verbose_name_plural': 'sujets d’entretiens',
            },
        ),
        migrations.AddField(
            model_name='interview',
            name='tags',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='Quelques mots, séparés par des virgules\u202f: ils relient ce qui parle de la même chose.', through='editorial.InterviewSubject', to='taggit.Tag', verbose_name='sujets'),
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('address', models.URLField(help_text='Les marques de suivi (utm_source…) sont retirées.', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='adresse')),
                ('key', models.CharField(editable=False, max_length=500, unique=True, verbose_name='adresse simplifiée')),
                ('source', models.CharField(help_text='Le site, le journal, le blog.', max_length=120, verbose_name='source')),
                ('author', models.CharField(blank=True, max_length=120, verbose_name='auteur ou autrice')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='date du texte')),
                ('excerpt', models.TextField(blank=True, help_text='300 caractères au plus\u202f: le droit de citation veut une citation courte, avec son auteur et sa source.', max_length=300, validators=[django.core.validators.MaxLengthValidator(300)], verbose_name='extrait')),
                ('comment', models.TextField(help_text='Ce que nous en pensons, en deux ou trois phrases.', max_length=600, verbose_name='pourquoi le lire')),
                ('section', models.CharField(choices=[('methode', 'Méthode'), ('carrieres', 'Carrières'), ('enquete', 'L’enquête'), ('outils', 'Outils'), ('metier', 'Le métier')], default='metier', max_length=12, verbose_name='rubrique')),
                ('archive', models.URLField(blank=True, help_text='Où le lire encore si la page disparaît.', max_length=500, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='copie archivée')),
                ('live', models.BooleanField(default=True, verbose_name='en ligne')),
                ('added_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='ajouté le')),
                ('is_dead', models.BooleanField(default=False, editable=False, verbose_name='lien mort')),
                ('finding', models.CharField(blank=True, choices=[('mort', 'ne répond plus'), ('deplace', 'a changé d’adresse'), ('parking', 'occupé par une page de vente de noms de domaine')], editable=False, max_length=8, verbose_name='constat')),
                ('detail', models.CharField(blank=True, editable=False, max_length=200, verbose_name='précision')),
                ('moved_to', models.CharField(blank=True, editable=False, max_length=500, verbose_name='nouvelle adresse')),
                ('ignored', models.CharField(blank=True, editable=False, max_length=8, verbose_name='constat ignoré')),
                ('failures', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='échecs de suite')),
                ('checked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='vérifié le')),
            ],
            options={
                'verbose_name': 'lien',
                'verbose_name_plural': 'liens',
                'ordering': ['-added_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finding', 'deplace'), _negated=True), models.Q(('moved_to', ''), _negated=True), _connector='OR'), name='link_moved_somewhere')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.AddField(
            model_name='article',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='%(class)ss', to='editorial.series', verbose_name='série'),
        ),
        migrations.AddField(
            model_name='interview',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='%(class)ss', to='editorial.series', verbose_name='série'),
        ),
        migrations.AddConstraint(
            model_name='articlesubject',
            constraint=models.UniqueConstraint(models.F('tag'), models.F('content_object'), name='one_subject_per_article'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['article', 'state', 'created_at'], name='comments_of_article'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['state', 'created_at'], name='comments_by_state'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), ('state', 'efface'), ('text', '')), models.Q(('state', 'efface'), _negated=True), _connector='OR'), name='erased_comment_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='interviewsubject',
            constraint=models.UniqueConstraint(models.F('tag'), models.F('content_object'), name='one_subject_per_interview'),
        ),
        migrations.RunPython(count_words, migrations.RunPython.noop),
    ]
