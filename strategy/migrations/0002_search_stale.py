import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

KINDS = ['actionitem', 'actionplan', 'agendaitem', 'attendance', 'body', 'decision', 'initiative', 'meeting', 'perspective', 'seat', 'statusupdate', 'strategy']
MARK = "INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT 'strategy.{0}', id, true FROM strategy_{0}"


class Migration(migrations.Migration):
    """Triggers that note for the search what was written; all there is counts as written."""

    dependencies = [
        ('portal', '0004_search'),
        ('strategy', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='actionitem',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.actionitem', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='b4206a2eac7c8a75eabbbfd7106897a413a6868a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_d3e37', table='strategy_actionitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='actionplan',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.actionplan', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='c6d4146829cf3d9e6607c73aa86717111bfcba33', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_021d3', table='strategy_actionplan', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.agendaitem', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='66500ce2bd6e3f0e34492352176688107f470c2d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_61e05', table='strategy_agendaitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaiteminitiativeslink',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.agendaitem', key, false FROM (VALUES (NEW.agendaitem_id), (OLD.agendaitem_id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='2a236e838963351acf3b363bdea5a0f93ca5b22c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_e48b5', table='strategy_agendaitem_initiatives', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitempartnershipslink',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.agendaitem', key, false FROM (VALUES (NEW.agendaitem_id), (OLD.agendaitem_id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='d0e1c7aaef42481d8e45bcfb666575d0c34d9d51', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_e4821', table='strategy_agendaitem_partnerships', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.attendance', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='af33f7b85e9b8e397b29dde1dada7b44f51806ed', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_8745c', table='strategy_attendance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='body',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.body', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='2f12068a828488cd9898b3c6c031f6eae7ddbfbd', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_74ace', table='strategy_body', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.decision', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='bc5e7eeaad396058d1dddcc218a67733f4da9476', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_e9b48', table='strategy_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='initiative',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.initiative', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='2e5345582e00cb63478342c8e25b094306f94083', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_4f351', table='strategy_initiative', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='initiativenetworkslink',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.initiative', key, false FROM (VALUES (NEW.initiative_id), (OLD.initiative_id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='d8b4b35477b8aac455cdb298e960bbe989ee6957', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_1beab', table='strategy_initiative_networks', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='initiativepartnershipslink',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.initiative', key, false FROM (VALUES (NEW.initiative_id), (OLD.initiative_id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='1ef61a5b3765f063a6f1d83ba3dc0521b3bfa715', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_6424a', table='strategy_initiative_partnerships', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='initiativetakingpartlink',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.initiative', key, false FROM (VALUES (NEW.initiative_id), (OLD.initiative_id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='e1171c49b786aeb74a6c2ba3e139c277bc6aa7d7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_4990b', table='strategy_initiative_taking_part', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='initiativetopicslink',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.initiative', key, false FROM (VALUES (NEW.initiative_id), (OLD.initiative_id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='d2bdcdf5a524e4bb42155689c693b1f7a7dee1d7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_ce0cc', table='strategy_initiative_topics', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.meeting', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='c5c9997be5dd26857914a66e0261e90d382e534f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_c187f', table='strategy_meeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='perspective',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.perspective', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='98caeb49c124e32d4557c2f5129614ce63989b15', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_43b93', table='strategy_perspective', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seat',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.seat', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='c0091159bb8a462a9c24bac0eb518dd368ebc671', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_71934', table='strategy_seat', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statusupdate',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.statusupdate', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='baae81adcf948b8e973ac792f196771649bc067c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_d9f2f', table='strategy_statusupdate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='strategy',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'strategy.strategy', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='33ee7273ce7ff1a19a4b67ed9b064a2d79f5ace0', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_38084', table='strategy_strategy', when='AFTER')),
        ),
        *(migrations.RunSQL(MARK.format(kind), migrations.RunSQL.noop) for kind in KINDS),
    ]
