// The frame that all charts share: scales, axes, grid.

const narrow = (width) => width < 560;

/** Round steps that cover low to high, about so many. */
function ticks(low, high, about) {
  const rough = (high - low) / about || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= rough);
  const found = [];
  for (let at = Math.ceil(low / step - 1e-9) * step; at <= high + step * 1e-9; at += step)
    found.push(+at.toPrecision(12));
  return found;
}

/** Make a chart's frame: x and y are [from, to]; xTicks are [place, text]. */
function plot({
  width,
  height,
  x,
  y,
  xTicks,
  label,
  left = 44,
  yTicks = ticks(y[0], y[1], 4),
  yText = (value) => number(value, value % 1 ? 1 : 0),
}) {
  const area = { left, right: width - 10, top: 15, bottom: height - 24 };
  const sx = (value) => area.left + ((value - x[0]) / (x[1] - x[0] || 1)) * (area.right - area.left);
  const sy = (value) =>
    area.bottom - ((Math.min(Math.max(value, y[0]), y[1]) - y[0]) / (y[1] - y[0] || 1)) * (area.bottom - area.top);
  const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  for (const tick of yTicks) {
    svg.append(s("line", { class: "rule", x1: area.left, x2: area.right, y1: sy(tick), y2: sy(tick) }));
    svg.append(s("text", { x: area.left - 6, y: sy(tick) + 4, "text-anchor": "end" }, yText(tick)));
  }
  let free = -Infinity;
  for (const [at, text] of xTicks) {
    const half = text.length * 3.4;
    const middle = Math.min(Math.max(sx(at), half), width - half);
    if (middle - half < free) continue;
    free = middle + half + 8;
    svg.append(s("line", { class: "axis", x1: sx(at), x2: sx(at), y1: area.bottom, y2: area.bottom + 4 }));
    svg.append(s("text", { x: middle, y: height - 6, "text-anchor": "middle" }, text));
  }
  svg.append(s("line", { class: "axis", x1: area.left, x2: area.right, y1: area.bottom, y2: area.bottom }));
  return { svg, sx, sy, area };
}

/** The upper end of an axis that begins at 0 and holds the value. */
function roundUp(value) {
  const last = ticks(0, value || 1, 4);
  const step = last[1] - last[0] || value || 1;
  return Math.ceil((value || 1) / step - 1e-9) * step;
}

/** Round steps of time within a call, as [place, text]. */
function timeTicks(from, to, width) {
  const about = Math.max(2, width / 110);
  const step =
    [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200]
      .map((seconds) => seconds * 1000)
      .find((each) => (to - from) / each <= about) ?? 86400000;
  const found = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) found.push([at, offset(at)]);
  return found;
}
