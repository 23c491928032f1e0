import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

KINDS = ['membership', 'network']
MARK = "INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT 'networks.{0}', id, true FROM networks_{0}"


class Migration(migrations.Migration):
    """Triggers that note for the search what was written; all there is counts as written."""

    dependencies = [
        ('portal', '0004_search'),
        ('networks', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'networks.membership', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='b0b925f583b84066d7146d1eae8522f717d9114a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_8ecb9', table='networks_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='network',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'networks.network', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='b55bf2fe03c1133fac84defe7a5ad4dc4ced62b3', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_eda39', table='networks_network', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networktopicslink',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'networks.network', key, false FROM (VALUES (NEW.network_id), (OLD.network_id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='6dcded208d297825136499a056d178d351b18340', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_b566c', table='networks_network_topics', when='AFTER')),
        ),
        *(migrations.RunSQL(MARK.format(kind), migrations.RunSQL.noop) for kind in KINDS),
    ]
