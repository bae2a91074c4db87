// The charts of a call, and the line that is moved over them to read them.

const CALL_CHARTS = ["loss", "jitter", "rtt", "mos"];

/** The timeline and the charts of a call, all on one axis, as [heading, frame]. */
function framesOf(call, width, thresholds) {
  const left = narrow(width) ? 44 : 132;
  const xTicks = call.timed
    ? timeTicks(0, call.end, width)
    : ticks(0, call.end, 8).map((tick) => [tick, `sample ${tick}`]);
  const frames = call.timed ? [["", laneChart({ call, width, left, end: call.end, xTicks })]] : [];
  for (const name of CALL_CHARTS) {
    const points = Object.fromEntries(
      CHANNELS.map((channel) => [
        channel,
        call.samples[channel].map((one) => [one.time, one[name], sampleText(one, call.timed)]),
      ]),
    );
    if (CHANNELS.some((channel) => points[channel].length))
      frames.push([
        name === "mos" ? "MOS" : `${METRIC_NAMES[name]}, ${UNITS[name].trim()}`,
        lineChart({
          width,
          name,
          x: [0, call.end],
          xTicks,
          points,
          edges: thresholds[name],
          left,
          label: `${METRIC_NAMES[name]} during the call. The figures are in the table of samples below.`,
        }),
      ]);
  }
  return frames;
}

/** Draw the charts of a call. `move` is told where the pointer is; the result's `show` draws the line at a time. */
function chartsOf(call, width, thresholds, move) {
  const frames = framesOf(call, width, thresholds);
  const group = h(
    "div",
    { class: "charts" },
    frames.map(([head, { svg }]) => [head ? h("h4", {}, head) : null, svg]),
  );
  group.show = () => {};
  if (!frames.length) return group;
  const cursors = frames.map(([, { svg, area }]) => {
    const cursor = s("line", { class: "cursor", y1: area.top, y2: area.bottom, visibility: "hidden" });
    svg.append(cursor);
    return cursor;
  });
  const { sx, area } = frames[0][1];
  group.show = (time) =>
    cursors.forEach((cursor) => fill(cursor, { visibility: "visible", x1: sx(time), x2: sx(time) }, []));
  group.addEventListener("pointermove", (event) => {
    const share = (event.clientX - group.getBoundingClientRect().left - area.left) / (area.right - area.left);
    if (share >= 0 && share <= 1) move(share * call.end);
  });
  return group;
}

/** Make the charts of a call, what is read off them, and the link to what was said at that time. */
function readableCharts(call, thresholds, talk) {
  const readout = h(
    "p",
    { class: "readout", role: "status" },
    "Move over the charts, or use the arrow keys, to read them.",
  );
  const items = [...talk.querySelectorAll("li")];
  let now = 0;
  let charts = null;
  const move = (time) => {
    now = Math.min(Math.max(time, 0), call.end);
    readout.replaceChildren(...samplesNear(call, now).map((one) => h("span", {}, sampleText(one, call.timed))));
    charts?.show(now);
    const last = call.timed ? call.timeline.findLastIndex((one) => one.time !== null && one.time <= now) : -1;
    items.forEach((item, n) => item.classList.toggle("now", n === last));
    if (last >= 0) talk.scrollTop = items[last].offsetTop - talk.clientHeight / 3;
  };
  const onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const times = sampleTimes(call);
    const next = step > 0 ? times.find((time) => time > now) : times.findLast((time) => time < now);
    move(next ?? now + (step * call.end) / 50);
  };
  const label = "Timeline and charts. The arrow keys move the reading line.";
  const holder = h("div", { class: "call-charts", tabindex: 0, role: "group", "aria-label": label, onkeydown });
  return [readout, drawn(holder, (width) => (charts = chartsOf(call, width, thresholds, move)))];
}
