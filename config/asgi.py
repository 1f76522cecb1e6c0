"""The ASGI application: Django over HTTP; WebSockets as soon as a room has them."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config import postgres  # the settings module must be named first

postgres.ensure()

from channels.routing import ProtocolTypeRouter  # noqa: E402  # needs the database's address
from django.core.asgi import get_asgi_application  # noqa: E402

application = ProtocolTypeRouter({"http": get_asgi_application()})
