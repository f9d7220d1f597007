"""Pages: the WSGI side of the server."""

import os

from django.core.wsgi import get_wsgi_application

from tandem.kit.whole import only_whole

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
application = only_whole(get_wsgi_application())
