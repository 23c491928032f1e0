-- An owner's partnerships as years of use leave them: with partners in 60 countries, text, topics, agreements and
-- the history that the triggers keep. Parameters: rows, owner.

-- Asked for while it is not set, it raises an error within every trigger, and with many rows that takes for ever.
SET pgtrigger.ignore = '{}';

INSERT INTO portal_department (version, owner_id, name, short_name)
SELECT 1, %(owner)s, 'Forvaltning ' || number, ''
FROM generate_series(1, 8) AS number;

INSERT INTO portal_person (version, owner_id, name, email, phone, purpose)
SELECT 1, %(owner)s, 'Medarbejder ' || number, '', '', ''
FROM generate_series(1, 40) AS number;

WITH syllables AS (
    SELECT
        '{Nord,Syd,Øster,Vester,Skov,Å,Ny,Stor,Lille,Hvid,Sort,Rød,Grøn,Kirke,Munke,Konge,Brønd,Hor,Silke,Frede,Aal,Hol,Thi,
          Var,Grin,Bil,Ran,Vi,Es,Hel,Gren,Sva}'::text[] AS beginnings,
        '{by,borg,lund,sted,holm,rup,næs,havn,vad,strup,bjerg,lev,sund,dal,ager,tofte}'::text[] AS ends
), countries AS (
    SELECT (array_agg(code ORDER BY md5(code)))[1:60] AS codes FROM portal_country
)
INSERT INTO portal_organisation (
    version, name, local_name, other_names, kind, country_id, place, latitude, longitude, website, note, source, is_owner,
    theme
)
SELECT
    1,
    concat(
        beginnings[1 + hash %% 32], ends[1 + hash / 32 %% 16], ' ', beginnings[1 + hash / 512 %% 32],
        ends[1 + hash / 16384 %% 16]
    ),
    '', '', (ARRAY['city', 'municipality', 'region'])[1 + number %% 3], codes[1 + number %% cardinality(codes)], '',
    -- somewhere in its country, a square of six degrees
    -40 + number %% cardinality(codes) / 10 * 20 + hash %% 600 * 0.01,
    -150 + number %% cardinality(codes) %% 10 * 30 + hash / 600 %% 600 * 0.01, '', '',
    'made for the benchmark', false, 'default'
FROM generate_series(1, %(rows)s) AS number, syllables, countries, LATERAL (SELECT hashint4(number) & 2147483647 AS hash) AS hashes;

INSERT INTO partnerships_partnership (
    version, owner_id, partner_id, kind, status, since, ended, priority, department_id, responsible_id, origin,
    description, outlook, last_activity_on, source, is_illustration, decided_by, decided, ended_by, ended_reason, is_public
)
SELECT
    1, %(owner)s, id,
    (ARRAY['twin_city', 'partner_region', 'cooperation'])[1 + id %% 3],
    (ARRAY['active', 'active', 'active', 'proposed', 'dormant', 'ended'])[1 + id %% 6],
    (1950 + id %% 70) || CASE WHEN id %% 2 = 0 THEN to_char(id %% 12 + 1, '"-"FM00') ELSE '' END, '',
    (ARRAY['high', 'normal', 'low', ''])[1 + id %% 4],
    (SELECT min(id) FROM portal_department) + id %% 8, (SELECT min(id) FROM portal_person) + id %% 40,
    'Valgt fordi byerne har samme størrelse og de samme opgaver.',
    repeat('<p>Samarbejdet omfatter udveksling af elever og medarbejdere, fælles projekter og årlige besøg.</p>', 5),
    '<p>Samarbejdet fortsætter.</p>', DATE '2026-01-01' - (id %% 2000)::int, '', false, '', '', '', '', false
FROM portal_organisation
WHERE NOT is_owner;

INSERT INTO partnerships_partnership_topics (partnership_id, topic_id)
SELECT partnership.id, topic.id
FROM partnerships_partnership AS partnership
JOIN portal_topic AS topic ON topic.id %% 12 = partnership.id %% 12;

INSERT INTO partnerships_agreement (
    version, partnership_id, title, kind, stage, signed, signed_by_owner, signed_by_partner, term_kind, starts, ends_on,
    renewal_months, notice_count, notice_unit, notice_boundary, notice_given_by, summary, source, is_illustration,
    approved_by, countersigned, reminder_months
)
SELECT
    1, partnership.id, 'Samarbejdsaftale ' || year, 'cooperation', 'signed', year::text, '', '', term_kind, year::text,
    CASE WHEN term_kind <> 'open' THEN make_date(year + 4, 12, 31) END, 24, 6, 'months', 'day', '', '', '', false, '', '', '{12,6,3}'
FROM partnerships_partnership AS partnership, unnest(ARRAY[2016, 2022]) AS year,
    LATERAL (SELECT (ARRAY['auto', 'fixed', 'open'])[1 + partnership.id %% 3] AS term_kind) AS term_kinds
WHERE partnership.id %% 2 = 0;

-- One in ten has been given notice of, one in ten of those of a fixed term was extended.
UPDATE partnerships_agreement SET notice_given_on = make_date(2021, 1 + (id %% 12)::int, 15) WHERE id %% 10 = 0;

INSERT INTO partnerships_extension (version, agreement_id, agreed_on, ends_on, note)
SELECT 1, id, ends_on - 100, ends_on + 365, ''
FROM partnerships_agreement
WHERE id %% 10 = 1 AND term_kind = 'fixed';
