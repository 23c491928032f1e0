from django.db import migrations

CREATE = """
CREATE TABLE portal_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX portal_cache_expires ON portal_cache (expires);
"""


class Migration(migrations.Migration):
    """The cache that all processes share, so that a count of failed logins holds for all of them."""

    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE portal_cache")]
