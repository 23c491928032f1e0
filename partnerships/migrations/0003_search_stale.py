import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

KINDS = ['agreement', 'partnership']
MARK = "INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT 'partnerships.{0}', id, true FROM partnerships_{0}"


class Migration(migrations.Migration):
    """Triggers that note for the search what was written; all there is counts as written."""

    dependencies = [
        ('portal', '0004_search'),
        ('partnerships', '0002_agreement_confirmed_on'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'partnerships.agreement', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='2d1ddc0f92386b58fe4cc6b23de38bde54702ce2', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_59d94', table='partnerships_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnership',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'partnerships.partnership', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='6c19d075f6c10779a2e301bec645cbd748cc3373', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_b2ea8', table='partnerships_partnership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnershiptopicslink',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'partnerships.partnership', key, false FROM (VALUES (NEW.partnership_id), (OLD.partnership_id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='d45c2a8f27e3897330fa735807de0bc22361fc2b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_a9ac8', table='partnerships_partnership_topics', when='AFTER')),
        ),
        *(migrations.RunSQL(MARK.format(kind), migrations.RunSQL.noop) for kind in KINDS),
    ]
