"""How many alerts a second come in over HTTP, beside others that take alerts, in one run."""
