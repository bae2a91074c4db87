// One call: its facts, its timeline with the charts on the same time axis, its conversation.

const MESSAGE_NAMES = { transcript: "said", note: "note", flagraise: "flag raised", flaglower: "flag lowered" };
const CALL_CHARTS = ["loss", "jitter", "rtt", "mos"];

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
  const samples = rowsOf(packed.intervals).map((one) => ({ channel: one.channel, time: one.time, loss: one.packet_loss_pct, jitter: one.jitter_ms, rtt: one.rtt_ms, mos: one.mos, grade: one.grade }));
  const timed = packed.last_event !== null && (!samples.length || samples.some((one) => one.time !== null));
  const of = (channel) => samples.filter((one) => one.channel === channel).map((one, n) => (timed ? one : { ...one, time: n + 1 })).filter((one) => one.time !== null);
  const call = { ...packed, timed, samples: { input: of("input"), output: of("output") }, timeline: rowsOf(packed.timeline) };
  const measured = CHANNELS.flatMap((channel) => call.samples[channel].map((one) => one.time));
  const times = timed ? [call.last_event, call.ended, call.wrap_up_ended, ...measured, ...call.spans.map((span) => span[3])] : measured;
  return { ...call, end: Math.max(1, ...times.filter((time) => time !== null)) };
}

function factsOf(call, row, clock) {
  const held = row.holds ? `${duration(row.hold_ms)} in ${counted(row.holds, "hold")}, longest ${duration(call.longest_hold_ms)}` : duration(row.hold_ms);
  const facts = [
    ["Type", row.call_type && said(row.call_type)],
    ["Participants", call.participants.length ? call.participants.flatMap((who, n) => [n ? ", " : "", said(who)]) : null],
    ["Agent", row.agent && said(row.agent)],
    ["Outcome", words(row.outcome)],
    ["Started", row.first_event === null ? null : `${clock.format(row.first_event)} ${clock.zone}`],
    ["Ring", duration(row.ring_ms)], ["Talk", duration(row.talk_ms)], ["Hold", held],
    ["Mute", row.mutes ? `${duration(row.mute_ms)} in ${row.mutes}` : duration(row.mute_ms)],
    ["Recording paused", call.recording_paused_ms ? duration(call.recording_paused_ms) : null],
    ["Conference", call.conference_ms ? duration(call.conference_ms) : null],
    ["Wrap-up", duration(row.wrap_up_ms)], ["Handle", duration(row.handle_ms)],
    ["MOS", row.mos === null ? null : `${number(row.mos, 2)} (worst sample ${number(call.mos_min, 2)}), ${call.mos_basis}`],
    ["R", call.r_factor === null ? null : number(call.r_factor, 1)],
    ["Poor by CQD", call.cqd_poor === null ? null : call.cqd_poor ? "yes" : "no"],
    ["Salesforce’s MOS", call.salesforce_mos === null ? null : number(call.salesforce_mos, 2)],
    ["Events", call.repeats ? `${number(call.events)} and ${counted(call.repeats, "repeat")}` : number(call.events)],
  ];
  return h("dl", { class: "facts" }, facts.filter(([, value]) => value !== null && value !== UNKNOWN).map(([head, value]) => h("div", {}, h("dt", {}, head), h("dd", {}, value))));
}

function audioTable(call, row) {
  const spread = (audio, key, mean) => `${number(mean, 1)} / ${number(audio[key].p95)} / ${number(audio[key].max)}`;
  const line = (head, of) => [head, ...CHANNELS.map((channel) => of(call.audio[channel], channel))];
  return tableOf("Audio of this call", ["Figure", "Input (heard)", "Output (sent)"], [
    line("Samples (poor, no media)", (audio) => `${number(audio.intervals)} (${number(audio.poor_intervals)}, ${number(audio.no_media_intervals)})`),
    line("Packet loss, % (worst sample)", (audio, channel) => `${number(row[`audio.${channel}.packet_loss_pct`], 2)} (${number(audio.worst_interval_loss_pct, 2)})`),
    line("Jitter, ms: mean / p95 / max", (audio, channel) => spread(audio, "jitter_ms", row[`audio.${channel}.jitter_ms.mean`])),
    line("RTT, ms: mean / p95 / max", (audio, channel) => spread(audio, "rtt_ms", row[`audio.${channel}.rtt_ms.mean`])),
    line("MOS, R", (audio) => `${number(audio.mos, 2)}, ${number(audio.r_factor, 1)}`),
  ]);
}

/** The samples that were being measured at a time: of each channel the next to be reported. */
const samplesAt = (call, time) => CHANNELS.map((channel) => call.samples[channel].find((one) => one.time >= time && one.time - time < 120000)).filter(Boolean);

function conversation(call, withText) {
  if (!call.timeline.length) return h("p", { class: "dim" }, "No conversation was logged.");
  let told = "";
  const items = call.timeline.map((one) => {
    const at = h("span", { class: "at" }, offset(one.time));
    if (!(one.kind in MESSAGE_NAMES)) return h("li", { class: "event" }, at, h("span", {}, one.kind, one.participant === null ? null : [" ", said(one.participant)]));
    const bad = call.timed && one.time !== null && one.kind === "transcript" ? samplesAt(call, one.time).filter((sample) => sample.grade === "poor") : [];
    const note = bad.map((sample) => `${CHANNEL_NAMES[sample.channel]} MOS ${metric("mos", sample.mos)}, loss ${metric("loss", sample.loss)}`).join("; ");
    const news = note && note !== told;
    if (one.kind === "transcript") told = note;
    const who = roleName(one.role);
    const speaker = h("span", { class: "who" }, one.name === null ? said(who) : [said(one.role === null ? one.name : `${who} ${one.name}`)], one.kind === "transcript" ? null : ` – ${MESSAGE_NAMES[one.kind]}`);
    return h("li", { class: `message ${one.kind} ${who === "Customer" ? "customer" : "other"}${bad.length ? " bad" : ""}` }, at, speaker,
      h("p", { dir: "auto" }, one.text ?? (one.kind === "flaglower" ? "" : UNKNOWN)),
      news ? h("span", { class: "line-note" }, mark("poor"), `Poor line: ${note}`) : null);
  });
  return [withText ? null : h("p", { class: "dim" }, "The words were left out of this page."), h("ol", { class: "conversation" }, items)];
}

function chartsOf(call, width, thresholds, move) {
  const left = narrow(width) ? 34 : 132;
  const xTicks = call.timed ? timeTicks(0, call.end, width) : ticks(0, call.end, 8).map((tick) => [tick, `sample ${tick}`]);
  const frames = call.timed ? [["", laneChart({ call, width, left, end: call.end, xTicks })]] : [];
  for (const name of CALL_CHARTS) {
    const points = Object.fromEntries(CHANNELS.map((channel) => [channel, call.samples[channel].map((one) => [one.time, one[name], sampleText(one, call.timed)])]));
    if (CHANNELS.some((channel) => points[channel].length)) frames.push([name === "mos" ? "MOS" : `${METRIC_NAMES[name]}, ${UNITS[name].trim()}`, lineChart({ width, name, x: [0, call.end], xTicks, points, edges: thresholds[name], left, label: `${METRIC_NAMES[name]} during the call. The figures are in the table of samples below.` })]);
  }
  const cursors = frames.map(([, { svg, area }]) => {
    const cursor = s("line", { class: "cursor", x1: 0, x2: 0, y1: area.top, y2: area.bottom, visibility: "hidden" });
    svg.append(cursor);
    return cursor;
  });
  const [{ sx, area }] = frames.length ? [frames[0][1]] : [{}];
  const group = h("div", { class: "charts" }, frames.map(([head, { svg }]) => [head ? h("h4", {}, head) : null, svg]));
  group.show = (time) => cursors.forEach((cursor) => {
    cursor.setAttribute("visibility", "visible");
    cursor.setAttribute("x1", sx(time));
    cursor.setAttribute("x2", sx(time));
  });
  group.addEventListener("pointermove", (event) => {
    const share = (event.clientX - group.getBoundingClientRect().left - area.left) / (area.right - area.left);
    if (share >= 0 && share <= 1) move(share * call.end);
  });
  return group;
}

/** Show a call in the element. around: the calls before and after it in the list, if any. */
function showCall(element, { call, row, clock, data, around }) {
  const readout = h("p", { class: "readout", role: "status" }, "Move over the charts, or use the arrow keys, to read them.");
  const talk = h("div", { class: "spoken", tabindex: 0, role: "region", "aria-label": "Conversation" }, conversation(call, data.with_text));
  let now = 0;
  let shown = null;
  const move = (time) => {
    now = Math.min(Math.max(time, 0), call.end);
    const near = CHANNELS.map((channel) => call.samples[channel].reduce((best, one) => (!best || Math.abs(one.time - now) < Math.abs(best.time - now) ? one : best), null)).filter(Boolean);
    readout.replaceChildren(...near.map((one) => h("span", {}, sampleText(one, call.timed))));
    shown?.show(now);
    const items = [...talk.querySelectorAll("li")];
    const last = call.timeline.reduce((found, one, n) => (call.timed && one.time !== null && one.time <= now ? n : found), -1);
    items.forEach((item, n) => item.classList.toggle("now", n === last));
    if (last >= 0) talk.scrollTop = items[last].offsetTop - talk.clientHeight / 3;
  };
  const holder = drawn(h("div", { class: "call-charts", tabindex: 0, role: "group", "aria-label": "Timeline and charts. The arrow keys move the reading line.", onkeydown: (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const times = [...new Set(CHANNELS.flatMap((channel) => call.samples[channel].map((one) => one.time)))].sort((a, b) => a - b);
    move((step > 0 ? times.find((time) => time > now) : times.findLast((time) => time < now)) ?? now + (step * call.end) / 50);
  } }), (width) => (shown = chartsOf(call, width, data.thresholds, move)));
  const link = (text, id) => (id === undefined ? null : h("a", { class: "button", href: `#call=${encodeURIComponent(id)}` }, text));
  element.replaceChildren(...[
    h("nav", { class: "call-nav", "aria-label": "Calls" }, h("a", { class: "button", href: "#calls" }, "← All calls"), link("‹ Previous", around.previous), link("Next ›", around.next)),
    h("header", {}, h("h1", { tabindex: -1 }, "Call ", said(row.call_id)), h("p", {}, gradeMark(row.grade), call.poor_because.length ? ` because of ${call.poor_because.join("; ")}` : "")),
    factsOf(call, row, clock),
    h("div", { class: "call-body" },
      h("section", { "aria-labelledby": "line-heading" }, h("h2", { id: "line-heading" }, "Timeline and line"), call.timed ? null : h("p", { class: "dim" }, "The log does not tell when the samples were taken: they are numbered."),
        channelLegend(), readout, holder,
        call.samples.input.length + call.samples.output.length ? [onDemand("Samples as a table", () => h("div", { class: "scroll" }, tableOf("Samples", ["Time", "Channel", "Loss %", "Jitter ms", "RTT ms", "MOS", "Grade"],
          CHANNELS.flatMap((channel) => call.samples[channel]).sort((a, b) => a.time - b.time).map((one) => [call.timed ? offset(one.time) : number(one.time), one.channel, number(one.loss, 2), number(one.jitter, 1), number(one.rtt), number(one.mos, 2), gradeMark(one.grade)])))), h("div", { class: "scroll" }, audioTable(call, row))] : h("p", {}, "No audio samples.")),
      h("section", { "aria-labelledby": "talk-heading" }, h("h2", { id: "talk-heading" }, "Conversation"), talk)),
    call.problems.length ? h("section", {}, h("h2", {}, "Problems of this call"), h("div", { class: "scroll" }, tableOf("Problems", ["Code", "Severity", "Problem", "Count"], call.problems.map(([code, severity, title, count]) => [code, severity, title, number(count)])))) : null,
  ].filter(Boolean));
  document.querySelector("#call h1").focus({ preventScroll: true });
}
