"""Writes some of the table of calls of a plain log by Polars: `python polars_calls.py LOG TARGET`.

It gives the counts of events, the moments of the call, and the figures of packets, jitter and RTT.
"""

import sys

import polars as pl

CHANNELS = {"input": "inputChannelStats", "output": "outputChannelStats"}
INTEGERS = ("packetsLost", "packetsCount", "jitterBufferMillis", "roundTripTimeMillis")
MOMENTS = {"started": "callstarted", "connected": "callconnected", "ended": "callended", "wrap_up_ended": "wrapupended"}
COUNTS = {"transcripts": "transcript", "notes": "note", "flags": "flagraise"}
DURATIONS = {
    "ring_ms": ("started", "connected"),
    "connected_ms": ("connected", "ended"),
    "wrap_up_ms": ("ended", "wrap_up_ended"),
}
NOTHING = {"count": 0, "mean": None, "min": None, "p50": None, "p95": None, "p99": None, "max": None}
SILENCE = {
    "intervals": 0,
    "usable_intervals": 0,
    "no_media_intervals": 0,
    "packets_lost": 0,
    "packets_count": 0,
    "packet_loss_pct": None,
    "worst_interval_loss_pct": None,
    "jitter_ms": NOTHING,
    "rtt_ms": NOTHING,
}


def write(log: str, target: str) -> None:
    """Write the table of calls of a log as JSON."""
    events = _events(log)
    calls = events.lazy().group_by("callId").agg(_of_call()).collect(engine="streaming")
    samples = events.lazy().filter(type="audiostats")
    audio = samples.group_by("callId", "stats").agg(_of_channel()).collect(engine="streaming")
    for channel, stats in CHANNELS.items():
        heard = audio.filter(stats=stats).select("callId", pl.struct(pl.exclude("callId", "stats")).alias(channel))
        silence = pl.lit(SILENCE, dtype=heard.schema[channel])
        calls = calls.join(heard, on="callId", how="left").with_columns(pl.coalesce(channel, silence))
    durations = {name: pl.col(end) - pl.col(start) for name, (start, end) in DURATIONS.items()}
    calls.sort("first_event", "callId").select(
        pl.col("callId").alias("call_id"),
        pl.col(*MOMENTS, "first_event", "last_event").dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"),
        *(duration.dt.total_milliseconds().alias(name) for name, duration in durations.items()),
        pl.col("agent", "events", *COUNTS),
        pl.struct(*CHANNELS).alias("audio"),
    ).write_json(target)


def _events(log: str) -> pl.DataFrame:
    # Read whole: the streaming engine would read the file again for each of the two tables that are made of it.
    text, integer = pl.String(), pl.Int64()
    detail = pl.Struct({"callId": text, "stats": text, **dict.fromkeys(INTEGERS, integer)})
    events = pl.scan_ndjson(log, schema={"timestamp": text, "agent": text, "type": text, "detail": detail})
    time = pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="ms").alias("time")
    return events.select(time, "agent", "type", pl.col("detail").struct.unnest()).collect(engine="streaming")


def _of_call() -> list[pl.Expr]:
    kind, time = pl.col("type"), pl.col("time")
    return [
        pl.len().alias("events"),
        pl.col("agent").first(),
        time.min().alias("first_event"),
        time.max().alias("last_event"),
        *(time.filter(kind == name).min().alias(moment) for moment, name in MOMENTS.items()),
        *((kind == name).sum().alias(count) for count, name in COUNTS.items()),
    ]


def _of_channel() -> list[pl.Expr]:
    lost, count = pl.col("packetsLost"), pl.col("packetsCount")
    jitter, rtt = pl.col("jitterBufferMillis").drop_nulls(), pl.col("roundTripTimeMillis")
    # A channel whose jitter is nothing but 0 reports none; an RTT of 0 is none.
    return [
        pl.len().alias("intervals"),
        (count > 0).sum().alias("usable_intervals"),
        (count == 0).sum().alias("no_media_intervals"),
        lost.sum().alias("packets_lost"),
        count.sum().alias("packets_count"),
        pl.when(count.sum() > 0).then(100 * lost.sum() / count.sum()).alias("packet_loss_pct"),
        (100 * lost / count).fill_nan(None).max().alias("worst_interval_loss_pct"),
        _distribution(jitter.filter(jitter.max() > 0)).alias("jitter_ms"),
        _distribution(rtt.filter(rtt > 0)).alias("rtt_ms"),
    ]


def _distribution(values: pl.Expr) -> pl.Expr:
    # "equiprobable" is what others call nearest-rank.
    ranks = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return pl.struct(
        values.count().alias("count"),
        values.mean().alias("mean"),
        values.min().alias("min"),
        *(values.quantile(share, "equiprobable").alias(name) for name, share in ranks.items()),
        values.max().alias("max"),
    )


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2])
