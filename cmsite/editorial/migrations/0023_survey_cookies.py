"""The privacy page names the four cookies of the survey, where editors left our words."""

from django.db import migrations

from cmsite.typography import french_spaces

CHANGES = (
    (
        "<li><b>brouillon</b> et <b>appareil</b> : pendant l’enquête seulement, et seulement sur ses pages. Le premier retrouve vos réponses en cours, trente jours au plus ; le second empêche de répondre deux fois, jusqu’à la clôture.</li>",
        "<li><b>brouillon</b> : six mots, qui retrouvent vos réponses en cours, et une part propre à l’appareil, sans laquelle votre reçu ne se montre pas ; seulement sur les pages de l’enquête, trente jours au plus, et effacé dès que le reçu s’est montré.</li>\n"
        "<li><b>debut</b> : l’heure à laquelle vous avez commencé, signée, pour reconnaître les réponses envoyées plus vite qu’on ne lit. Le site la compare à l’heure de l’envoi et ne la garde pas ; mêmes pages, même durée.</li>\n"
        "<li><b>appareil</b> : posé quand vous envoyez vos réponses, empêche de répondre deux fois ; mêmes pages, jusqu’à un quart d’heure après la clôture.</li>\n"
        "<li><b>billet</b> : à sa place, quand l’enquête passe par courriel, prouve que vous avez suivi le lien ou recopié les mots reçus ; mêmes pages, jusqu’à la clôture.</li>",
    ),
    (
        "elles servent une fois, puis sont détruites.",
        "les premières servent une fois, les secondes à l’invitation et à ses rappels, puis toutes sont détruites.",
    ),
)


def tell(apps, schema_editor):
    for page in apps.get_model("editorial", "StandardPage").objects.filter(slug="confidentialite"):
        for before, after in CHANGES:
            page.body = page.body.replace(french_spaces(before), french_spaces(after))
        page.save(update_fields=["body"])


class Migration(migrations.Migration):

    dependencies = [
        ('editorial', '0022_survey_figures'),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
