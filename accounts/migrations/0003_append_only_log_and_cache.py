"""The log can only grow; the cache of the rate limits has its table."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION refuse_to_change_the_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log is append-only.';
END $$;
CREATE TRIGGER log_is_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_log();
"""
NOT_APPEND_ONLY = """
DROP TRIGGER log_is_append_only ON accounts_auditentry;
DROP FUNCTION refuse_to_change_the_log();
"""
# The columns that django.core.cache.backends.db expects.
CACHE = """
CREATE UNLOGGED TABLE IF NOT EXISTS django_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS django_cache_expires ON django_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_key_names_team")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
        migrations.RunSQL(CACHE, "DROP TABLE django_cache"),
    ]
