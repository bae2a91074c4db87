// Bars that are stacked by grade.

/**
 * Draw a bar for each item of `bars`: {by_grade, title}. Ticks and `lines` are placed in bars: 2.5 is the middle of the
 * third. With `choose`, a bar can be selected.
 */
function stackedBars({ width, height = 190, bars, xTicks, lines = [], label, choose = null }) {
  const totals = bars.map((bar) => GRADES.reduce((sum, grade) => sum + (bar.by_grade[grade] ?? 0), 0));
  const most = roundUp(Math.max(1, ...totals));
  const yTicks = ticks(0, most, 4).filter((tick) => tick % 1 === 0);
  const { svg, sx, sy, area } = plot({ width, height, x: [0, bars.length], y: [0, most], xTicks, yTicks, label });
  const gap = Math.min(2, (sx(1) - sx(0)) / 5);
  bars.forEach((bar, n) => {
    const box = { x: sx(n) + gap / 2, width: sx(n + 1) - sx(n) - gap };
    let below = 0;
    for (const grade of GRADES) {
      const count = bar.by_grade[grade] ?? 0;
      // At least a pixel: a single poor call among thousands is what is looked for.
      const tall = count && Math.max(1, sy(0) - sy(count));
      if (count)
        svg.append(s("rect", { ...box, y: area.bottom - below - tall, height: tall, fill: `url(#fill-${grade})` }));
      below += tall;
    }
    const hit = {
      ...box,
      y: area.top,
      height: area.bottom - area.top,
      class: choose && totals[n] ? "hit choice" : "hit",
    };
    svg.append(s("rect", { ...hit, onclick: choose && totals[n] ? () => choose(n) : null }, s("title", {}, bar.title)));
  });
  for (const { at, text } of lines) {
    const right = sx(at) > area.right - 60;
    svg.append(s("line", { class: "edge", x1: sx(at), x2: sx(at), y1: area.top, y2: area.bottom }));
    svg.append(
      s(
        "text",
        { class: "edge-text", x: sx(at) + (right ? -4 : 4), y: area.top + 8, "text-anchor": right ? "end" : "start" },
        text,
      ),
    );
  }
  return svg;
}
