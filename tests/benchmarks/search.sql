-- The documents of a portal in use, as `portal.search.index` would make them: organisations for all, and one owner's
-- partnerships, agreements, agenda items (every fifth closed), meetings, persons and files. Parameters: documents, owner.

WITH vocabulary AS (
    SELECT
        '{Nord,Syd,Øster,Vester,Skov,Å,Ny,Stor,Lille,Hvid,Sort,Rød,Grøn,Kirke,Munke,Konge,Brønd,Hor,Silke,Frede,Aal,Hol,Thi,
          Var,Grin,Bil,Ran,Vi,Es,Hel,Gren,Sva}'::text[] AS beginnings,
        '{by,borg,lund,sted,holm,rup,næs,havn,vad,strup,bjerg,lev,sund,dal,ager,tofte}'::text[] AS ends,
        '{Samarbejdsaftale,Venskabsbyaftale,Resultatkontrakt,Hensigtserklæring}'::text[] AS agreements,
        '{Godkendelse af,Orientering om,Status på,Forslag til,Drøftelse af}'::text[] AS acts,
        '{sundhed,miljø og energi,kultur,uddannelse,erhverv,transport,affald,genoptræning}'::text[] AS topics
), numbers AS (
    SELECT
        number, hash, '{organisation,organisation,organisation,organisation,organisation,organisation,partnership,partnership,
        partnership,partnership,partnership,agreement,agreement,agreement,agreement,item,item,meeting,person,file}'::text[] AS sorts
    FROM generate_series(1, %(documents)s) AS number, LATERAL (SELECT hashint4(number) & 2147483647 AS hash) AS hashes
), places AS (
    SELECT
        number, hash, regexp_replace(sorts[1 + number %% 20], '\s', '', 'g') AS sort, agreements, acts, topics,
        concat(
            trim(beginnings[1 + hash %% 32]), ends[1 + hash / 32 %% 16], ' ', trim(beginnings[1 + hash / 512 %% 32]),
            ends[1 + hash / 16384 %% 16]
        ) AS place
    FROM numbers, vocabulary
), named AS (
    SELECT
        number, sort,
        CASE sort
            WHEN 'agreement' THEN agreements[1 + hash %% 4] || ' med ' || place || ' ' || 1990 + number %% 37
            WHEN 'item' THEN acts[1 + hash %% 5] || ' ' || topics[1 + hash %% 8] || ' i ' || place
            WHEN 'meeting' THEN 'Tværgående gruppe for ' || topics[1 + hash %% 8]
            WHEN 'file' THEN 'Aftale ' || place || ' underskrevet ' || 1990 + number %% 37 || '.pdf'
            ELSE place
        END AS title
    FROM places
)
INSERT INTO portal_searchdocument (kind, record_id, scope, title, detail, address, names, text, words)
SELECT
    (jsonb_build_object(
        'organisation', 'portal.organisation', 'partnership', 'partnerships.partnership',
        'agreement', 'partnerships.agreement', 'item', 'strategy.agendaitem', 'meeting', 'strategy.meeting',
        'person', 'portal.person', 'file', 'portal.attachment'
    ) ->> sort),
    number,
    CASE sort WHEN 'organisation' THEN 0 WHEN 'item' THEN 2 * %(owner)s + (number %% 5 = 0)::int ELSE 2 * %(owner)s END,
    title, 'Norge', '/' || sort || '/' || number || '/', ' ' || portal_fold(title), body,
    setweight(to_tsvector('simple', portal_fold(title)), 'A') || setweight(to_tsvector('danish', title), 'B')
    || to_tsvector('danish', body)
FROM named, repeat('Samarbejdet omfatter udveksling af elever og medarbejdere, fælles projekter og årlige besøg. ', 4) AS body;

INSERT INTO portal_searchword (kind, scope, word, position, document_id, names)
SELECT kind, scope, word, position, id, left(names, 500)
FROM portal_searchdocument, string_to_table(ltrim(names), ' ') WITH ORDINALITY AS words (word, position);
