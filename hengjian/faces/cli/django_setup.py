"""Importing this sets Django up, once per process, for the commands that need the database. Commands on files alone never import it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengjian.config.settings")
django.setup()
