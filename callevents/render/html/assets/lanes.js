// A call's timeline: one time axis, a lane each for what went on.

const LANES = {
  hold: "Hold",
  mute: "Mute",
  recording_paused: "Recording paused",
  conference: "Conference",
  flag: "Flag open",
};

/** The lanes of a call: {name, class, bars: [{from, to, text, open}]}; an end that is not known is the call's own. */
function lanesOf(call, end) {
  const bar = (from, to, text, grade = null) => ({
    from: from ?? 0,
    to: to ?? end,
    text: `${text}: ${offset(from)} – ${to === null ? "not seen" : offset(to)}${from !== null && to !== null ? `, ${duration(to - from)}` : ""}`,
    open: from === null || to === null,
    grade,
  });
  const whole = { name: "Call", kind: "talk", bars: [] };
  if (call.started !== null && call.connected !== null)
    whole.bars.push({ ...bar(call.started, call.connected, "Ring"), kind: "ring" });
  if (call.connected !== null) whole.bars.push(bar(call.connected, call.ended, "Connected"));
  if (call.connected === null && call.started !== null)
    whole.bars.push({ ...bar(call.started, call.ended, "Never connected"), kind: "ring" });
  if (call.ended !== null && call.wrap_up_ended !== null)
    whole.bars.push({ ...bar(call.ended, call.wrap_up_ended, "Wrap-up"), kind: "wrap_up" });
  const lanes = whole.bars.length ? [whole] : [];
  for (const [kind, name] of Object.entries(LANES)) {
    const bars = call.spans
      .filter((span) => span[0] === kind)
      .map(([, who, from, to]) => bar(from, to, who === null ? name : `${name}, ${who}`));
    if (bars.length) lanes.push({ name, kind, bars });
  }
  const people = new Map();
  for (const [kind, who, from, to] of call.spans) {
    if (kind === "participant") people.set(who, [...(people.get(who) ?? []), bar(from, to, who ?? "Participant")]);
  }
  for (const [who, bars] of people) lanes.push({ name: who ?? "Participant", kind: "participant", bars });
  for (const channel of CHANNELS) {
    const bars = call.samples[channel].map((one, n, all) => {
      const from = n ? all[n - 1].time : Math.max(0, one.time - (all.length > 1 ? all[1].time - all[0].time : 30000));
      return { from, to: one.time, text: sampleText(one, true), open: false, grade: one.grade };
    });
    if (bars.length)
      lanes.push({ name: channel === "input" ? "Heard (input)" : "Sent (output)", kind: "samples", bars });
  }
  return lanes;
}

const sampleText = (one, timed) =>
  `${timed ? offset(one.time) : `Sample ${one.time}`} ${CHANNEL_NAMES[one.channel]}: ${one.grade === "unknown" ? "no grade" : one.grade}. Loss ${metric("loss", one.loss)}, jitter ${metric("jitter", one.jitter)}, RTT ${metric("rtt", one.rtt)}, MOS ${metric("mos", one.mos)}`;

/** Draw the lanes; messages that are notes or flags are marked above them. */
function laneChart({ call, width, left, end, xTicks }) {
  const lanes = lanesOf(call, end);
  const marks = call.timeline.filter(
    (one) => one.time !== null && ["note", "flagraise", "flaglower"].includes(one.kind),
  );
  const under = narrow(width);
  const tall = under ? 34 : 22;
  const first = marks.length ? 20 : 4;
  const height = first + lanes.length * tall + 30;
  const frame = plot({
    width,
    height,
    x: [0, end],
    y: [0, 1],
    yTicks: [],
    xTicks,
    left,
    label: `Timeline of the call. ${lanes.map((lane) => `${lane.name}: ${lane.kind === "samples" ? gradeWords(tally(lane.bars)) : lane.bars.map((one) => one.text).join("; ")}`).join(". ")}`,
  });
  const { svg, sx } = frame;
  for (const one of marks) {
    const text = { note: "▼", flagraise: "⚑", flaglower: "⚐" }[one.kind];
    svg.append(
      s(
        "text",
        { class: `flagged ${one.kind}`, x: sx(one.time), y: 14, "text-anchor": "middle" },
        text,
        s("title", {}, `${offset(one.time)} ${MESSAGE_NAMES[one.kind]}${one.text ? `: ${one.text}` : ""}`),
      ),
    );
  }
  lanes.forEach((lane, n) => {
    const top = first + n * tall + (under ? 14 : 0);
    const name = lane.name.length > 17 && !under ? `${lane.name.slice(0, 16)}…` : lane.name;
    svg.append(
      s(
        "text",
        {
          class: "lane",
          x: under ? 2 : left - 8,
          y: under ? top - 3 : top + 13,
          "text-anchor": under ? "start" : "end",
        },
        name,
        s("title", {}, lane.name),
      ),
    );
    for (const one of lane.bars) {
      const size = { x: sx(one.from), y: top + 1, width: Math.max(1.5, sx(one.to) - sx(one.from)), height: 16 };
      const look = one.grade
        ? { fill: `url(#fill-${one.grade})`, class: "sample" }
        : { class: `span ${one.kind ?? lane.kind}${one.open ? " open" : ""}`, rx: 2 };
      svg.append(s("rect", { ...size, ...look }, s("title", {}, one.text)));
      const word = one.grade ? "" : one.text.split(/[,:]/)[0];
      if (word && lane.kind !== "participant" && size.width > word.length * 7 + 8)
        svg.append(s("text", { class: "in-bar", x: size.x + 5, y: top + 13 }, word));
    }
  });
  return frame;
}

const tally = (bars) => bars.reduce((counts, { grade }) => ({ ...counts, [grade]: (counts[grade] ?? 0) + 1 }), {});
