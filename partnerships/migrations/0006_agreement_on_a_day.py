from django.db import migrations

from partnerships.terms_sql import DROP_FUNCTIONS, SQL_FUNCTIONS


class Migration(migrations.Migration):
    """The database learns the rules of terms, for any day."""

    dependencies = [("partnerships", "0005_agreements_in_full")]
    operations = [migrations.RunSQL(SQL_FUNCTIONS, DROP_FUNCTIONS)]
