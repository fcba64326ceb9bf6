"""The life of an alert. Every change is a guarded UPDATE and an entry in the alert's log."""
