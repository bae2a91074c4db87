// A line a channel: input with circles, output dashed with squares.

function marker(channel, x, y, title) {
  const shape =
    channel === "input"
      ? s("circle", { cx: x, cy: y, r: 2.6 })
      : s("rect", { x: x - 2.6, y: y - 2.6, width: 5.2, height: 5.2 });
  shape.append(s("title", {}, title));
  return shape;
}

/**
 * Draw what a metric did: `points` has for each channel [[x, value, title] ...], null being not known. The edges of fair
 * and poor are drawn where the axis holds them; MOS always goes from 1 to 4.5.
 */
function lineChart({ width, height = 130, name, x, xTicks, points, edges, label, left }) {
  const values = CHANNELS.flatMap((channel) => points[channel].map(([, value]) => value)).filter(
    (value) => value !== null,
  );
  const most = values.reduce((top, value) => Math.max(top, value), 0);
  const y = name === "mos" ? [1, 4.5] : [0, roundUp(Math.max(most, edges[0]))];
  const yTicks = name === "mos" ? [1, 2, 3, 4] : ticks(y[0], y[1], 3);
  const frame = plot({ width, height, x, y, xTicks, yTicks, label, left });
  const { svg, sx, sy, area } = frame;
  const poor = name === "mos" ? [sy(edges[1]), area.bottom] : [area.top, sy(edges[1])];
  if (edges[1] <= y[1])
    svg.append(
      s("rect", {
        class: "poor-zone",
        x: area.left,
        width: area.right - area.left,
        y: poor[0],
        height: Math.max(0, poor[1] - poor[0]),
      }),
    );
  edges.forEach((edge, n) => {
    if (edge < y[0] || edge > y[1]) return;
    svg.append(s("line", { class: "edge", x1: area.left, x2: area.right, y1: sy(edge), y2: sy(edge) }));
    // Where the edges are too close for two words, the worse one is named.
    if (n === 0 && edges[1] <= y[1] && Math.abs(sy(edges[0]) - sy(edges[1])) < 11) return;
    svg.append(
      s(
        "text",
        { class: "edge-text", x: area.right, y: sy(edge) + (name === "mos" ? 10 : -3), "text-anchor": "end" },
        n ? "poor" : "fair",
      ),
    );
  });
  for (const channel of CHANNELS) {
    let path = "";
    const line = s("g", { class: `line ${channel}` });
    for (const [at, value, title] of points[channel]) {
      if (value === null) {
        path += " ";
        continue;
      }
      path += `${path === "" || path.endsWith(" ") ? "M" : "L"}${sx(at).toFixed(1)},${sy(value).toFixed(1)}`;
      if (points[channel].length <= 200) line.append(marker(channel, sx(at), sy(value), title));
    }
    line.prepend(s("path", { d: path.trim() || "M0,0" }));
    svg.append(line);
  }
  if (!values.length)
    svg.append(
      s(
        "text",
        { x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2, "text-anchor": "middle" },
        "not reported",
      ),
    );
  return frame;
}

/** Which line is which. */
function channelLegend() {
  return h(
    "ul",
    { class: "legend channels" },
    CHANNELS.map((channel) =>
      h(
        "li",
        {},
        s(
          "svg",
          { width: 34, height: 12, "aria-hidden": "true" },
          s("g", { class: `line ${channel}` }, s("path", { d: "M0,6L34,6" }), marker(channel, 17, 6, "")),
        ),
        `${CHANNEL_NAMES[channel]} by the agent (${channel})`,
      ),
    ),
  );
}
