"""Which database engine this process works with: the settings say so once. For the hot path, where asking the connection costs."""

from django.db import connection

POSTGRESQL = connection.vendor == "postgresql"
