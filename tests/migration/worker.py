"""A job worker that need not wait a minute until Atlassian shows what it did."""

import os
import sys

import django

from config.commands import execute

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from migration.atlassian.directory import AtlassianDirectory

    AtlassianDirectory.seconds_to_show = int(sys.argv[1])
    sys.exit(execute(["manage.py", "procrastinate", "worker"]))
