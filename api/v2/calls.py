"""All calls, in the order in which their paths are tried.

What is written out in a path goes before what stands for any alert, and an alias may have
slashes in it: so an alert by itself comes last.
"""

# ruff: noqa: F401, I001  the order is what this is for
from api.v2 import alert_create
from api.v2 import alert_lists
from api.v2 import alert_requests
from api.v2 import alert_recipients
from api.v2 import alert_logs
from api.v2 import alert_actions
from api.v2 import alert_removals
from api.v2 import alert_reads
from api.v2.router import router

__all__ = ["router"]
