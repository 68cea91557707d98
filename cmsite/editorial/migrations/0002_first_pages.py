"""The front page and the two lists of the magazine, in place of Wagtail’s welcome page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations

WELCOME_PATH = "00010001"  # the page that Wagtail’s own migrations put under the root


def create_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")

    locale, _ = Locale.objects.get_or_create(language_code="fr")
    root = Page.objects.get(depth=1)
    Site.objects.all().delete()
    Page.objects.filter(path=WELCOME_PATH).delete()

    def create(model_name, path, slug, title, url_path, **fields):
        content_type, _ = ContentType.objects.get_or_create(
            app_label="editorial", model=model_name.lower()
        )
        return apps.get_model("editorial", model_name).objects.create(
            path=path,
            depth=len(path) // 4,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=url_path,
            content_type=content_type,
            locale=locale,
            live=True,
            **fields,
        )

    home = create(
        "HomePage",
        WELCOME_PATH,
        "accueil",
        "La Carte des CM",
        "/accueil/",
        numchild=2,
        introduction=(
            "L’annuaire des professionnels, une enquête annuelle sur le métier et les salaires, "
            "et des entretiens avec celles et ceux qui tiennent les comptes."
        ),
    )
    create(
        "ArticleIndexPage",
        f"{WELCOME_PATH}0001",
        "articles",
        "Les articles",
        "/accueil/articles/",
        introduction="Méthode, carrières, outils : le métier vu par celles et ceux qui l’exercent.",
    )
    create(
        "InterviewIndexPage",
        f"{WELCOME_PATH}0002",
        "interviews",
        "Les entretiens",
        "/accueil/interviews/",
        introduction="Des community managers racontent ce qu’ils font de leurs journées.",
    )
    root.numchild = Page.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])

    address = urlsplit(settings.SITE_URL)
    Site.objects.create(
        hostname=address.hostname,
        port=address.port or (443 if address.scheme == "https" else 80),
        site_name=settings.WAGTAIL_SITE_NAME,
        root_page_id=home.pk,
        is_default_site=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_pages, migrations.RunPython.noop)]
