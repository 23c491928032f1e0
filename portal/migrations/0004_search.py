import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

KINDS = ['affiliation', 'attachment', 'contact', 'department', 'journalentry', 'organisation', 'organisationmember', 'person', 'population']
MARK = "INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT 'portal.{0}', id, true FROM portal_{0}"


class Migration(migrations.Migration):
    """Documents and words of the search, and triggers that note what was written; all there is counts as written."""

    dependencies = [
        ('portal', '0003_about_records_and_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(db_collation='C', max_length=80)),
                ('record_id', models.PositiveBigIntegerField()),
                ('scope', models.BigIntegerField()),
                ('title', models.TextField()),
                ('detail', models.TextField()),
                ('address', models.TextField()),
                ('names', models.TextField()),
                ('text', models.TextField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchStale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(db_collation='C', max_length=80)),
                ('record_id', models.PositiveBigIntegerField()),
                ('is_spread', models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(db_collation='C', max_length=80)),
                ('scope', models.BigIntegerField()),
                ('word', models.CharField(db_collation='C', max_length=60)),
                ('position', models.PositiveSmallIntegerField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.DB_CASCADE, related_name='+', to='portal.searchdocument')),
                ('names', models.CharField(max_length=500)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'scope', 'word', 'position', 'document'], include=['names'], name='search_word_prefix')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='affiliation',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'portal.affiliation', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='6897457b5506c70bb77987fcf6f5a5db56b5317f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_93c77', table='portal_affiliation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'portal.attachment', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='a713816e7a087795f2b2ad67e329c02487775537', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_c10e4', table='portal_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'portal.contact', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='e7ab49ba661d8621113d220fca90e9b771dcdcb6', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_82e23', table='portal_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='country',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT 'portal.organisation', id, false FROM portal_organisation WHERE country_id = NEW.code; RETURN NULL;", hash='58769228e6b407cb1ca1c12aaf35e5145c033710', operation='UPDATE', pgid='pgtrigger_search_stale_f0d80', table='portal_country', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'portal.department', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='7ae77aca6582f8dfbe22d787b0f6fc9fe96b80d1', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_5ce6a', table='portal_department', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalentry',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'portal.journalentry', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='8b95036f525a1028c7c026b29132bf1e5edb1c6a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_b743e', table='portal_journalentry', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='journalentrypersonslink',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'portal.journalentry', key, false FROM (VALUES (NEW.journalentry_id), (OLD.journalentry_id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='ad6d5031a2a2394b3ee3003667fe903302270a44', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_9952e', table='portal_journalentry_persons', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'portal.organisation', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='26255d13e5309b52800ca52aa95510344b087e0d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_cbf0e', table='portal_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationmember',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'portal.organisationmember', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='f0e52f10b283edb6a0da509c643e63b9f7a3c720', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_95fed', table='portal_organisationmember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'portal.person', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='e205443ec00ff6ac462c11d071d1e590a900b154', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_d6fd8', table='portal_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='population',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'portal.population', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='fdade6990df9c9517eb783c38c72a82033e92930', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_d67ab', table='portal_population', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='search_stale', sql=pgtrigger.compiler.UpsertTriggerSql(func="INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT 'portal.topic', key, false FROM (VALUES (NEW.id), (OLD.id)) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;", hash='4b5b9fd0e0e526b89db2dacc3e55ed48922d70b2', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_stale_be16f', table='portal_topic', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='searchdocument',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='search_document_words'),
        ),
        migrations.AddConstraint(
            model_name='searchdocument',
            constraint=models.UniqueConstraint(fields=('kind', 'record_id'), name='search_document_once'),
        ),
        *(migrations.RunSQL(MARK.format(kind), migrations.RunSQL.noop) for kind in KINDS),
    ]
