"""The workflow of profiles, the group that moderates them, and what its members may do."""

from django.db import migrations

WORKFLOW = "Relecture des profils"
TASK = "Relecture par la modération"
GROUP = "Modération"


def content_type(apps, app_label, model):
    # Data migrations run before post_migrate creates content types.
    ContentType = apps.get_model("contenttypes", "ContentType")
    return ContentType.objects.get_or_create(app_label=app_label, model=model)[0]


def permission(apps, app_label, model, codename, name):
    Permission = apps.get_model("auth", "Permission")
    return Permission.objects.get_or_create(
        content_type=content_type(apps, app_label, model),
        codename=codename,
        defaults={"name": name},
    )[0]


def install(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowContentType = apps.get_model("wagtailcore", "WorkflowContentType")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")

    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(
        permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
        *(
            permission(apps, "directory", "profile", f"{action}_profile", f"Can {action} profil")
            for action in ("change", "publish", "view")
        ),
    )

    task = GroupApprovalTask.objects.filter(name=TASK).first()
    if task is None:
        task = GroupApprovalTask.objects.create(
            name=TASK,
            active=True,
            content_type=content_type(apps, "wagtailcore", "groupapprovaltask"),
        )
    task.groups.add(group)

    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    WorkflowTask.objects.get_or_create(
        workflow=workflow, task_id=task.pk, defaults={"sort_order": 0}
    )
    WorkflowContentType.objects.get_or_create(
        content_type=content_type(apps, "directory", "profile"), defaults={"workflow": workflow}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
    ]
    # Undoing leaves everything in place: the group may have members by then.
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
