"""The server's one door: pages go through the WSGI pool, where database work is at home; only event streams stay asynchronous."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengjian.config.settings")

from a2wsgi import WSGIMiddleware  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

STREAMS = "/live/"
PAGE_THREADS = int(os.environ.get("HENGJIAN_PAGE_THREADS", "8"))

streams = get_asgi_application()
pages = WSGIMiddleware(get_wsgi_application(), workers=PAGE_THREADS)


async def application(scope, receive, send):
    """ASGI entry point: event streams to Django's asynchronous handler, everything else, start and stop included, to the pool."""
    if scope["type"] == "http" and scope["path"].startswith(STREAMS):
        await streams(scope, receive, send)
    else:
        await pages(scope, receive, send)
