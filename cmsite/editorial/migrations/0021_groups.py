"""Who does what in the admin, in French: the groups that Wagtail made are given their names."""

from django.db import migrations

EDITORS, WRITERS, MODERATORS = "Rédaction", "Contribution", "Modération"
ACTIONS = {"write": ("add", "change", "delete", "view"), "judge": ("change", "view")}
# group: {(room, model): what is done there}
RIGHTS = {
    EDITORS: {
        ("toolbox", "tool"): "write",
        ("toolbox", "indicator"): "write",
        ("editorial", "link"): "write",
        ("editorial", "series"): "write",
        ("editorial", "comment"): "judge",
        ("wagtailredirects", "redirect"): "write",
    },
    MODERATORS: {("editorial", "comment"): "judge"},
}


def install(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for old, new in (("Moderators", EDITORS), ("Editors", WRITERS)):
        if not Group.objects.filter(name=new).exists():
            Group.objects.filter(name=old).update(name=new)
        Group.objects.get_or_create(name=new)
    for name, rights in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for (app_label, model), what in rights.items():
            for action in ACTIONS[what]:
                group.permissions.add(permission(apps, app_label, model, action))
        group.permissions.add(permission(apps, "wagtailadmin", "admin", "access", "access_admin"))
    # Wagtail’s own workflow, which that group approves.
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name="Moderators approval").update(
            name="Relecture par la rédaction"
        )


def permission(apps, app_label, model, action, codename=""):
    # Data migrations run before post_migrate creates content types and permissions.
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind,
        codename=codename or f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0020_home_and_standing_pages"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("directory", "0007_reports"),
        ("toolbox", "0010_suggestions_votes_indicators"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailredirects", "0001_initial"),
    ]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
