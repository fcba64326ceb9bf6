"""What a web server runs: `granian --interface wsgi config.wsgi:application`."""

import os
import signal
from multiprocessing import parent_process

from django.core.wsgi import get_wsgi_application

from config.children import end_with_parent
from config.chunks import with_length

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if os.environ.get("MUSTER_SUPERVISED") and (server := parent_process()) and server.pid:
    end_with_parent(server.pid, signal.SIGKILL)  # else it would keep the port of a killed server
application = with_length(get_wsgi_application())
