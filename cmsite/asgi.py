import os

from django.core.asgi import get_asgi_application

from cmsite.warming import warm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmsite.settings")

application = get_asgi_application()

warm()
