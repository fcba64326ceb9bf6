"""Requests that no client would send: some of them in the suite, many more with `make fuzz`."""

import os

IS_FUZZING = "MUSTER_FUZZ" in os.environ
