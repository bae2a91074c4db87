-- The figures of `calls --json` from a plain log, in DuckDB's SQL. The two names with a dollar stand for file names.
--
-- One scan, and tables in memory between the steps: of what was tried (one statement of CTEs, materialised or not; all
-- but the events in CTEs) none took clearly less time, and all took more memory. The words of a generated log have one
-- space between them; to split them by a regular expression made the scan half as slow again.

SET enable_progress_bar = false;
-- Less memory and time for the scan; from `call` on, rows must stay in their order.
SET preserve_insertion_order = false;

CREATE TEMP TABLE event AS
SELECT
    call_id, type, agent, epoch_ms(CAST(timestamp AS TIMESTAMP)) AS ms, direction, participant, role,
    length(words) - length(replace(words, ' ', '')) + 1 AS words,
    channel, lost, packets, jitter, nullif(rtt, 0) AS rtt
FROM (
    SELECT
        timestamp, agent, type, detail.callId AS call_id, detail.callType AS direction, detail.participant,
        detail.sender.role, detail.content.text AS words, detail.stats AS channel, detail.packetsLost AS lost,
        detail.packetsCount AS packets, detail.jitterBufferMillis AS jitter, detail.roundTripTimeMillis AS rtt
    FROM read_json($log, format = 'newline_delimited', columns = {
        timestamp: 'VARCHAR', agent: 'VARCHAR', type: 'VARCHAR',
        detail: 'STRUCT(
            callId VARCHAR, callType VARCHAR, participant VARCHAR, sender STRUCT(role VARCHAR),
            content STRUCT("text" VARCHAR), stats VARCHAR, packetsLost INTEGER, packetsCount INTEGER,
            jitterBufferMillis INTEGER, roundTripTimeMillis INTEGER
        )'
    })
);
SET preserve_insertion_order = true;

-- Calls -------------------------------------------------------------------------------------------------------------

CREATE TEMP TABLE call AS
SELECT
    call_id, min(ms) AS first_event, max(ms) AS last_event, arg_min(agent, ms) AS agent,
    arg_min(lower(direction), ms) FILTER (direction IS NOT NULL) AS call_type,
    arg_min(participant, ms) FILTER (type IN ('callstarted', 'callconnected')) AS own,
    min(ms) FILTER (type = 'callstarted') AS started, min(ms) FILTER (type = 'callconnected') AS connected,
    min(ms) FILTER (type = 'callended') AS ended, min(ms) FILTER (type = 'wrapupended') AS wrap_up_ended,
    count(*) AS events, count(*) FILTER (type = 'transcript') AS transcripts, count(*) FILTER (type = 'note') AS notes,
    count(*) FILTER (type = 'flagraise') AS flags,
    CASE
        WHEN wrap_up_ended IS NOT NULL THEN 'wrapped_up' WHEN ended IS NOT NULL THEN 'ended'
        WHEN connected IS NOT NULL THEN 'connected' WHEN started IS NOT NULL THEN 'started' ELSE 'unknown'
    END AS stage,
    CASE
        WHEN stage = 'unknown' THEN 'unknown'
        WHEN ended IS NULL AND wrap_up_ended IS NULL THEN 'in_progress'
        WHEN bool_or(type IN ('callconnected', 'hold', 'swap', 'conference', 'transcript')) THEN 'handled'
        WHEN call_type IN ('inbound', 'transfer') THEN 'missed'
        WHEN call_type IN ('outbound', 'callback', 'dialedcallback') THEN 'unanswered'
        ELSE 'unknown'
    END AS outcome
FROM event
GROUP BY call_id
-- Sorted here, where rows are narrow; the joins below keep the order.
ORDER BY first_event, call_id;

CREATE TEMP TABLE words AS
SELECT call_id, map_from_entries(list((speaker, words) ORDER BY speaker)) AS words
FROM (
    SELECT
        call_id, CASE WHEN role IN ('EndUser', 'END_USER') THEN 'Customer' ELSE role END AS speaker, sum(words) AS words
    FROM event WHERE type = 'transcript' GROUP BY ALL
)
GROUP BY call_id;

-- Spans -------------------------------------------------------------------------------------------------------------

CREATE TEMP TABLE lifecycle AS
SELECT call_id, type, ms, participant FROM event WHERE type NOT IN ('audiostats', 'transcript', 'note');

CREATE TEMP TABLE parties AS
SELECT call_id, list(participant ORDER BY ms) AS participants
FROM (
    SELECT call_id, participant, min(ms) AS ms FROM lifecycle
    WHERE type IN ('callstarted', 'callconnected', 'participantadded') GROUP BY ALL
)
GROUP BY call_id;

-- `stray`: a closing event whose opening lies before the log; `stop` is not yet where the end of the call closes.
CREATE TEMP TABLE span AS
WITH toggle AS (
    SELECT
        call_id, ms, type IN ('mute', 'pauserecording', 'conference', 'flagraise') AS opens,
        CASE
            WHEN type IN ('mute', 'unmute') THEN 'mute'
            WHEN type IN ('pauserecording', 'resumerecording') THEN 'pause'
            WHEN type IN ('flagraise', 'flaglower') THEN 'flag'
            WHEN type IN ('conference', 'participantremoved') THEN 'conference'
        END AS kind
    FROM lifecycle WHERE kind IS NOT NULL
),
-- What each event makes of each party: 1 held, 0 not held; after a swap (NULL) the other of the two.
change AS (
    SELECT call_id, participant, ms, type, CAST(type = 'hold' AS INTEGER) AS held FROM lifecycle
    WHERE type IN ('hold', 'resume', 'participantadded', 'participantremoved')
    UNION ALL
    SELECT call_id, party.participant, ms, type, CASE type WHEN 'conference' THEN 0 END
    FROM lifecycle JOIN (SELECT DISTINCT call_id, participant FROM lifecycle) AS party USING (call_id)
    WHERE type IN ('conference', 'swap') AND party.participant IS NOT NULL
),
since_set AS (
    SELECT
        *, count(held) OVER of_party AS setting, lead(ms) OVER of_party AS stop,
        type = 'resume' AND count(*) FILTER (type IN ('hold', 'resume')) OVER of_party = 1 AS stray
    FROM change
    WINDOW of_party AS (PARTITION BY call_id, participant ORDER BY ms)
),
state AS (
    SELECT *, (coalesce(first_value(held) OVER of_setting, 0) + row_number() OVER of_setting - 1) % 2 = 1 AS opens
    FROM since_set
    WINDOW of_setting AS (PARTITION BY call_id, participant, setting ORDER BY ms)
)
SELECT call_id, 'hold' AS kind, participant, ms AS start, stop, opens, stray FROM state WHERE opens OR stray
UNION ALL
SELECT
    call_id, kind, NULL, ms, lead(ms) OVER of_kind, opens,
    NOT opens AND row_number() OVER of_kind = 1 AND kind <> 'conference'
FROM toggle
WINDOW of_kind AS (PARTITION BY call_id, kind ORDER BY ms);

-- The union of the spans of each kind, those of hold within connected; NULL where an end of one is not known.
CREATE TEMP TABLE total AS
WITH bounded AS (
    SELECT
        span.call_id, kind, opens, stray AND started IS NULL AND connected IS NULL AS stray, own,
        participant = own AS of_own, start,
        CASE WHEN kind = 'flag' THEN stop ELSE coalesce(stop, ended) END AS closed,
        CASE WHEN kind = 'hold' THEN greatest(start, connected) ELSE start END AS since,
        CASE WHEN kind = 'hold' THEN least(closed, ended) ELSE closed END AS until
    FROM span JOIN call USING (call_id)
),
fresh AS (
    SELECT *, greatest(0, until - greatest(since, max(until) OVER before)) AS ms
    FROM bounded WHERE opens OR stray
    WINDOW before AS (PARTITION BY call_id, kind ORDER BY start ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT
    call_id, kind, count(*) FILTER (opens) AS spans,
    CASE WHEN NOT bool_or(stray OR closed IS NULL) THEN sum(ms) END AS ms,
    CASE WHEN NOT bool_or(stray OR closed IS NULL) THEN max(closed - start) END AS longest,
    CASE
        WHEN NOT bool_or(stray OR own IS NULL OR (of_own AND closed IS NULL))
        THEN coalesce(sum(until - since) FILTER (of_own), 0)
    END AS of_own
FROM fresh
GROUP BY call_id, kind;

-- Audio -------------------------------------------------------------------------------------------------------------

CREATE TEMP MACRO delay_impairment(delay) AS CASE WHEN delay > 100 THEN 25 * (
    pow(1 + pow(log2(delay / 100), 6), 1 / 6) - 3 * pow(1 + pow(log2(delay / 100) / 3, 6), 1 / 6) + 2
) ELSE 0 END;

CREATE TEMP MACRO r_factor(loss_pct, rtt, jitter) AS CASE WHEN loss_pct IS NOT NULL THEN greatest(0, least(100,
    93.2e0 - delay_impairment(rtt / 2 + coalesce(jitter, 0) + 20) - 95 * loss_pct / (loss_pct + 25.1e0)
)) END;

CREATE TEMP MACRO mos(r) AS
    CASE WHEN r IS NOT NULL THEN greatest(1, 1 + 0.035e0 * r + r * (r - 60) * (100 - r) * 7e-6) END;

CREATE TEMP MACRO band(metric, good, fair) AS
    CASE WHEN metric >= fair THEN 3 WHEN metric >= good THEN 2 WHEN metric IS NOT NULL THEN 1 END;

CREATE TEMP MACRO distribution(amount, average, lowest, ranks, highest) AS {
    'count': amount, 'mean': average, 'min': lowest, 'p50': ranks[1], 'p95': ranks[2], 'p99': ranks[3], 'max': highest
};

-- A channel that reports no RTT borrows the other's; one whose jitter is nothing but 0 reports none.
CREATE TEMP TABLE channel AS
SELECT
    *, coalesce(rtt, max(rtt) OVER (PARTITION BY call_id)) AS rtt_or_other,
    r_factor(loss_pct, rtt_or_other, jitter) AS r
FROM (
    SELECT
        call_id, channel, count(*) AS intervals, count(*) FILTER (packets > 0) AS usable,
        count(*) FILTER (packets = 0 AND lost = 0) AS no_media, sum(lost) AS lost, sum(packets) AS packets,
        100 * sum(lost) / nullif(sum(greatest(packets, lost)), 0) AS loss_pct,
        max(100 * lost / nullif(greatest(packets, lost), 0)) AS worst_pct,
        count(jitter) AS jitters, avg(jitter) AS jitter, min(jitter) AS jitter_min, max(jitter) AS jitter_max,
        quantile_disc(jitter, [0.5, 0.95, 0.99]) AS jitter_ranks,
        count(rtt) AS rtts, avg(rtt) AS rtt, min(rtt) AS rtt_min, max(rtt) AS rtt_max,
        quantile_disc(rtt, [0.5, 0.95, 0.99]) AS rtt_ranks
    FROM event WHERE type = 'audiostats' GROUP BY call_id, channel
);

CREATE TEMP TABLE quality AS
-- Each interval judged by itself: the worst R, and the poor ones in order as 1 among 0, for the longest run of them.
WITH judged AS (
    SELECT
        call_id, channel, min(own_r) AS r_min, string_agg(CASE WHEN poor THEN '1' ELSE '0' END, '' ORDER BY ms) AS poor
    FROM (
        SELECT
            call_id, channel, event.ms,
            100 * event.lost / nullif(greatest(event.packets, event.lost), 0) AS own_loss_pct,
            r_factor(own_loss_pct, coalesce(event.rtt, rtt_or_other), coalesce(event.jitter, channel.jitter)) AS own_r,
            own_loss_pct >= 3 OR event.jitter >= 60 OR event.rtt >= 500 OR own_r < 70 AS poor
        FROM event JOIN channel USING (call_id, channel) WHERE type = 'audiostats'
    )
    GROUP BY call_id, channel
),
audio AS (
    SELECT
        call_id, channel, r, r_min, rtt, usable,
        {
            'intervals': intervals, 'usable_intervals': usable, 'no_media_intervals': no_media, 'packets_lost': lost,
            'packets_count': packets, 'packet_loss_pct': loss_pct, 'worst_interval_loss_pct': worst_pct,
            'poor_intervals': length(replace(poor, '0', '')),
            'longest_poor_run': list_max(list_transform(string_split(poor, '0'), lambda run: length(run))),
            'jitter_ms': CASE
                WHEN jitter_max > 0 THEN distribution(jitters, jitter, jitter_min, jitter_ranks, jitter_max)
                ELSE distribution(0, NULL, NULL, [NULL], NULL)
            END,
            'rtt_ms': distribution(rtts, rtt, rtt_min, rtt_ranks, rtt_max),
            'mos': mos(r), 'r_factor': r
        } AS figures,
        greatest(
            band(loss_pct, 1, 3), band(CASE WHEN jitter_max > 0 THEN jitter END, 30, 60), band(rtt, 300, 500),
            CASE WHEN r < 70 THEN 3 WHEN r < 80 THEN 2 WHEN r IS NOT NULL THEN 1 END
        ) AS band,
        CASE
            WHEN packets > 500 THEN greatest(rtt > 500, loss_pct > 10, jitter > 30)
        END AS cqd_poor,
        coalesce(rtt * rtts, 0) / intervals + 2 * coalesce(jitter * jitters, 0) / intervals + 10 AS effective,
        CASE WHEN effective < 160 THEN 93.2e0 - effective / 40 ELSE 93.2e0 - (effective - 120) / 10 END
            - 2.5e0 * lost / nullif(packets, 0) AS salesforce_r,
        1 + 0.035e0 * salesforce_r + 7e-6 * salesforce_r * (salesforce_r - 60) * (100 - salesforce_r) AS salesforce_mos
    FROM channel JOIN judged USING (call_id, channel)
)
SELECT
    call_id,
    any_value(figures) FILTER (channel = 'inputChannelStats') AS input,
    any_value(figures) FILTER (channel = 'outputChannelStats') AS output,
    CASE WHEN sum(usable) > 0 THEN ['good', 'fair', 'poor'][max(band)] ELSE 'unknown' END AS grade,
    bool_or(cqd_poor) AS cqd_poor, min(r) AS r, min(r_min) AS r_min,
    CASE WHEN max(rtt) IS NULL THEN 'listening' ELSE 'conversational' END AS basis,
    min(salesforce_mos) AS salesforce_mos
FROM audio
GROUP BY call_id;

-- The table ---------------------------------------------------------------------------------------------------------

CREATE TEMP MACRO iso(ms) AS strftime(make_timestamp(1000 * ms), '%Y-%m-%dT%H:%M:%S.%gZ');

COPY (
    WITH silence AS (
        SELECT {
            'intervals': 0, 'usable_intervals': 0, 'no_media_intervals': 0, 'packets_lost': 0, 'packets_count': 0,
            'packet_loss_pct': NULL, 'worst_interval_loss_pct': NULL, 'poor_intervals': 0, 'longest_poor_run': 0,
            'jitter_ms': distribution(0, NULL, NULL, [NULL], NULL),
            'rtt_ms': distribution(0, NULL, NULL, [NULL], NULL), 'mos': NULL, 'r_factor': NULL
        } AS figures
    )
    SELECT
        call_id, call_type, own AS participant, coalesce(participants, []) AS participants, agent, stage, outcome,
        iso(started) AS started, iso(connected) AS connected, iso(ended) AS ended, iso(wrap_up_ended) AS wrap_up_ended,
        iso(first_event) AS first_event, iso(last_event) AS last_event,
        connected - started AS ring_ms, ended - connected AS connected_ms,
        CASE WHEN hold.call_id IS NULL THEN 0 ELSE hold.ms END AS hold_ms,
        ended - connected - hold_ms AS talk_ms,
        CASE WHEN hold.call_id IS NULL THEN 0 ELSE hold.of_own END AS customer_hold_ms,
        CASE WHEN hold.call_id IS NULL THEN 0 ELSE hold.longest END AS longest_hold_ms,
        CASE WHEN mute.call_id IS NULL THEN 0 ELSE mute.ms END AS mute_ms,
        CASE WHEN pause.call_id IS NULL THEN 0 ELSE pause.ms END AS recording_paused_ms,
        CASE WHEN conference.call_id IS NULL THEN 0 ELSE conference.ms END AS conference_ms,
        call.wrap_up_ended - call.ended AS wrap_up_ms,
        CASE
            WHEN outcome = 'handled' THEN connected_ms + CASE WHEN call.wrap_up_ended IS NULL THEN 0 ELSE wrap_up_ms END
        END AS handle_ms,
        CASE WHEN flag.call_id IS NULL THEN 0 ELSE flag.ms END AS flag_open_ms,
        coalesce(hold.spans, 0) AS holds, coalesce(mute.spans, 0) AS mutes, events, transcripts, notes, flags,
        coalesce(words, MAP {}) AS words_by_role,
        {'input': coalesce(input, figures), 'output': coalesce(output, figures)} AS audio,
        coalesce(grade, 'unknown') AS grade, cqd_poor, mos(r) AS mos, mos(r_min) AS mos_min,
        CASE WHEN r IS NOT NULL THEN basis END AS mos_basis, r AS r_factor, salesforce_mos
    FROM call
    CROSS JOIN silence
    LEFT JOIN parties USING (call_id)
    LEFT JOIN words USING (call_id)
    LEFT JOIN (FROM total WHERE kind = 'hold') AS hold USING (call_id)
    LEFT JOIN (FROM total WHERE kind = 'mute') AS mute USING (call_id)
    LEFT JOIN (FROM total WHERE kind = 'pause') AS pause USING (call_id)
    LEFT JOIN (FROM total WHERE kind = 'conference') AS conference USING (call_id)
    LEFT JOIN (FROM total WHERE kind = 'flag') AS flag USING (call_id)
    LEFT JOIN quality USING (call_id)
) TO $target (FORMAT json, ARRAY true);
