import os

from django.core.wsgi import get_wsgi_application

from cmsite.warming import warm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmsite.settings")

application = get_wsgi_application()

warm()
