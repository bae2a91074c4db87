// The facts of a call, and its tables.

function factsOf(call, row, clock) {
  const held = row.holds
    ? `${duration(row.hold_ms)} in ${counted(row.holds, "hold")}, longest ${duration(call.longest_hold_ms)}`
    : duration(row.hold_ms);
  const facts = [
    ["Type", row.call_type && said(row.call_type)],
    [
      "Participants",
      call.participants.length ? call.participants.flatMap((who, n) => [n ? ", " : "", said(who)]) : null,
    ],
    ["Agent", row.agent && said(row.agent)],
    ["Outcome", words(row.outcome)],
    ["Started", row.first_event === null ? null : `${clock.format(row.first_event)} ${clock.zone}`],
    ["Ring", duration(row.ring_ms)],
    ["Talk", duration(row.talk_ms)],
    ["Hold", held],
    ["Mute", row.mutes ? `${duration(row.mute_ms)} in ${row.mutes}` : duration(row.mute_ms)],
    ["Recording paused", call.recording_paused_ms ? duration(call.recording_paused_ms) : null],
    ["Conference", call.conference_ms ? duration(call.conference_ms) : null],
    ["Wrap-up", duration(row.wrap_up_ms)],
    ["Handle", duration(row.handle_ms)],
    [
      "MOS",
      row.mos === null ? null : `${number(row.mos, 2)} (worst sample ${number(call.mos_min, 2)}), ${call.mos_basis}`,
    ],
    ["R", call.r_factor === null ? null : number(call.r_factor, 1)],
    ["Poor by CQD", call.cqd_poor === null ? null : call.cqd_poor ? "yes" : "no"],
    ["Salesforce’s MOS", call.salesforce_mos === null ? null : number(call.salesforce_mos, 2)],
    ["Events", call.repeats ? `${number(call.events)} and ${counted(call.repeats, "repeat")}` : number(call.events)],
  ];
  return h(
    "dl",
    { class: "facts" },
    facts
      .filter(([, value]) => value !== null && value !== UNKNOWN)
      .map(([head, value]) => h("div", {}, h("dt", {}, head), h("dd", {}, value))),
  );
}

function audioTable(call, row) {
  const spread = (audio, key, mean) => `${number(mean, 1)} / ${number(audio[key].p95)} / ${number(audio[key].max)}`;
  const line = (head, of) => [head, ...CHANNELS.map((channel) => of(call.audio[channel], channel))];
  return tableOf(
    "Audio of this call",
    ["Figure", "Input (heard)", "Output (sent)"],
    [
      line(
        "Samples (poor, no media)",
        (audio) => `${number(audio.intervals)} (${number(audio.poor_intervals)}, ${number(audio.no_media_intervals)})`,
      ),
      line(
        "Packet loss, % (worst sample)",
        (audio, channel) =>
          `${number(row[`audio.${channel}.packet_loss_pct`], 2)} (${number(audio.worst_interval_loss_pct, 2)})`,
      ),
      line("Jitter, ms: mean / p95 / max", (audio, channel) =>
        spread(audio, "jitter_ms", row[`audio.${channel}.jitter_ms.mean`]),
      ),
      line("RTT, ms: mean / p95 / max", (audio, channel) =>
        spread(audio, "rtt_ms", row[`audio.${channel}.rtt_ms.mean`]),
      ),
      line("MOS, R", (audio) => `${number(audio.mos, 2)}, ${number(audio.r_factor, 1)}`),
    ],
  );
}

const samplesTable = (call) =>
  tableOf(
    "Samples",
    ["Time", "Channel", "Loss %", "Jitter ms", "RTT ms", "MOS", "Grade"],
    CHANNELS.flatMap((channel) => call.samples[channel])
      .sort((a, b) => a.time - b.time)
      .map((one) => [
        call.timed ? offset(one.time) : number(one.time),
        one.channel,
        number(one.loss, 2),
        number(one.jitter, 1),
        number(one.rtt),
        number(one.mos, 2),
        gradeMark(one.grade),
      ]),
  );

function problemsTable(call) {
  const table = tableOf(
    "Problems",
    ["Code", "Severity", "Problem", "Count"],
    call.problems.map(([code, severity, title, count]) => [code, severity, title, number(count)]),
  );
  table.classList.add("texts");
  return table;
}
