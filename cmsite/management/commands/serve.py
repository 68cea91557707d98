from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import resolve
from gunicorn.app.base import BaseApplication


class Server(BaseApplication):
    """gunicorn in this process: Django has already been loaded and is shared by the workers."""

    def __init__(self, port: int, when_ready: Callable, on_exit: Callable):
        self.options = {
            "bind": f"127.0.0.1:{port}",
            "workers": 2,
            # Browsers open connections ahead of need; a worker with one thread would wait on them.
            "worker_class": "gthread",
            "threads": 4,
            # Browsers keep connections open: on Ctrl-C, do not wait for them.
            "graceful_timeout": 2,
            "preload_app": True,
            "control_socket_disable": True,
            "loglevel": "warning",
            "when_ready": when_ready,
            "on_exit": on_exit,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self):
        application = get_wsgi_application()
        resolve("/")  # reads every urls.py now, once, rather than at the first visit
        return application


class Command(BaseCommand):
    help = "Sert la démonstration : tables à jour, données inventées, serveur sur 127.0.0.1."
    requires_system_checks: list = []

    def add_arguments(self, parser):
        parser.add_argument("port", type=int, nargs="?", default=8000)

    def handle(self, *, port: int, **options):
        if not settings.DEMO:
            raise CommandError("La démonstration ne se lance ni en production ni avec DEMO=0.")
        self.migrate()
        call_command("demo")
        connections.close_all()  # workers must not inherit a connection
        Server(
            port,
            when_ready=lambda server: self.stdout.write("\nLe site est ouvert. Ctrl-C l’arrête."),
            on_exit=lambda server: self.stdout.write("\nServeur arrêté."),
        ).run()

    def migrate(self) -> None:
        """Bring the tables up to date; asking first costs a fifth of a second, migrating four."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("→ Création des tables (une dizaine de secondes)")
            call_command("migrate", verbosity=0, interactive=False)
