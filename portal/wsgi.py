"""What the application server loads: `granian --interface wsgi portal.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("PORTAL_SERVING", "true")  # connection pool and time limits are for requests, not for commands
application = get_wsgi_application()
