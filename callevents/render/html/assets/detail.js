// A call in full, as it comes out of the data and as it is drawn.

/** Turn columns into rows; a time in them is the time since the row before that has one. */
function rowsOf(columns) {
  const keys = Object.keys(columns);
  let now = 0;
  return columns.time.map((step, n) => {
    const row = Object.fromEntries(keys.map((key) => [key, columns[key][n]]));
    if (step !== null) now += step;
    return { ...row, time: step === null ? null : now };
  });
}

/** Bring a packed call into the form that is drawn. Where no sample has a time, its number stands for it. */
function unpacked(packed) {
  const samples = rowsOf(packed.intervals).map((one) => ({
    channel: one.channel,
    time: one.time,
    loss: one.packet_loss_pct,
    jitter: one.jitter_ms,
    rtt: one.rtt_ms,
    mos: one.mos,
    grade: one.grade,
  }));
  const timed = packed.last_event !== null && (!samples.length || samples.some((one) => one.time !== null));
  const of = (channel) =>
    samples
      .filter((one) => one.channel === channel)
      .map((one, n) => (timed ? one : { ...one, time: n + 1 }))
      .filter((one) => one.time !== null);
  const call = {
    ...packed,
    timed,
    samples: { input: of("input"), output: of("output") },
    timeline: rowsOf(packed.timeline),
  };
  const measured = CHANNELS.flatMap((channel) => call.samples[channel].map((one) => one.time));
  const times = timed
    ? [call.last_event, call.ended, call.wrap_up_ended, ...measured, ...call.spans.map((span) => span[3])]
    : measured;
  return { ...call, end: Math.max(1, ...times.filter((time) => time !== null)) };
}

/** The samples nearest to a time, of each channel that has any. */
const samplesNear = (call, time) =>
  CHANNELS.map((channel) =>
    call.samples[channel].reduce(
      (best, one) => (!best || Math.abs(one.time - time) < Math.abs(best.time - time) ? one : best),
      null,
    ),
  ).filter(Boolean);

/** The samples that were being measured at a time: of each channel the next to be reported. */
const samplesAt = (call, time) =>
  CHANNELS.map((channel) => call.samples[channel].find((one) => one.time >= time && one.time - time < 120000)).filter(
    Boolean,
  );

/** The times at which samples were reported, in order. */
const sampleTimes = (call) =>
  [...new Set(CHANNELS.flatMap((channel) => call.samples[channel].map((one) => one.time)))].sort((a, b) => a - b);
