"""The log can't be emptied with TRUNCATE either."""

from django.db import migrations

NOT_EMPTIED = """
CREATE TRIGGER log_is_not_emptied BEFORE TRUNCATE ON accounts_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_log();
"""
EMPTIED = "DROP TRIGGER log_is_not_emptied ON accounts_auditentry;"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_session_generation")]
    operations = [migrations.RunSQL(NOT_EMPTIED, EMPTIED)]
