from django.db import migrations

from partnerships.terms_sql import SQL_FUNCTIONS


class Migration(migrations.Migration):
    """An agreement that does not say since when it is in force is so from its signature on."""

    dependencies = [("partnerships", "0006_agreement_on_a_day")]
    operations = [migrations.RunSQL(SQL_FUNCTIONS, migrations.RunSQL.noop)]
