// The charts of the whole log.

const CHART_FIGURES = {
  loss: (audio) => audio.packet_loss_pct,
  mos: (audio) => audio.mos,
  jitter: (audio) => audio["jitter_ms.mean"],
  rtt: (audio) => audio["rtt_ms.mean"],
};

/** Texts for the stretches of time: {tick, title} each. */
function stretches(buckets, clock) {
  const [first, last] = [buckets[0], buckets.at(-1)].map((bucket) => clock.format(bucket.start).slice(0, 10));
  const whole = buckets[0].end - buckets[0].start > 82800000;
  return buckets.map((bucket) => {
    const [day, time] = clock.format(bucket.start).split(" ");
    const until = clock.format(bucket.end);
    const tick = whole ? day : first === last ? time.slice(0, 5) : `${day.slice(5)} ${time.slice(0, 5)}`;
    return {
      tick,
      title: whole
        ? bucket.end - bucket.start > 90000000
          ? `${day} – before ${until.slice(0, 10)}`
          : day
        : `${day} ${time.slice(0, 5)} – ${until.slice(11, 16)}`,
    };
  });
}

const gradeWords = (byGrade) =>
  GRADES.filter((grade) => byGrade[grade])
    .map((grade) => `${number(byGrade[grade])} ${grade}`)
    .join(", ") || "no calls";

function chartsOverTime(data, clock, choose) {
  const buckets = data.over_time;
  if (!buckets.length) return;
  const texts = stretches(buckets, clock);
  const x = [0, buckets.length];
  const xTicks = texts.map(({ tick }, n) => [n + 0.5, tick]);
  const pick = (n) => choose(buckets[n].start, buckets[n].end, texts[n].title);
  const figure = find("chart-calls");
  drawn(figure, (width) =>
    stackedBars({
      width,
      xTicks,
      choose: pick,
      label: "Calls over time, by grade. The same as a table below.",
      bars: buckets.map((bucket, n) => ({
        by_grade: bucket.by_grade,
        title: `${texts[n].title}: ${gradeWords(bucket.by_grade)}`,
      })),
    }),
  );
  figure.after(
    onDemand("Calls over time as a table", () =>
      tableOf(
        `Calls by their begin, ${data.tz}`,
        [
          "From – to",
          ...GRADES,
          ...Object.keys(CHART_FIGURES).flatMap((name) =>
            CHANNELS.map((channel) => `${METRIC_NAMES[name]} ${channel}`),
          ),
        ],
        buckets.map((bucket, n) => [
          h("button", { type: "button", class: "link", onclick: () => pick(n) }, texts[n].title),
          ...GRADES.map((grade) => number(bucket.by_grade[grade])),
          ...Object.entries(CHART_FIGURES).flatMap(([name, of]) =>
            CHANNELS.map((channel) => metric(name, of(bucket.audio[channel]))),
          ),
        ]),
      ),
    ),
  );
  for (const [name, of] of Object.entries(CHART_FIGURES)) {
    const points = Object.fromEntries(
      CHANNELS.map((channel) => [
        channel,
        buckets.map((bucket, n) => {
          const value = of(bucket.audio[channel]);
          return [n + 0.5, value, `${texts[n].title}, ${CHANNEL_NAMES[channel]}: ${metric(name, value)}`];
        }),
      ]),
    );
    const place = find(`chart-${name}`);
    place.append(channelLegend());
    drawn(
      place,
      (width) =>
        lineChart({
          width,
          height: 150,
          name,
          x,
          xTicks,
          points,
          edges: data.thresholds[name],
          label: `${METRIC_NAMES[name]} over time. The figures are in the table of calls over time.`,
        }).svg,
    );
  }
}

function chartsOfSpread(data) {
  for (const { metric: name, edges, bins } of data.spreads) {
    const width = bins[0].high - bins[0].low;
    const place = (value) => (value - bins[0].low) / width;
    const inBars = (value) => (bins[0].low > 0 || value <= bins.at(-1).low ? place(value) : null);
    const text = (value) => number(value, value % 1 ? (width < 0.5 && name !== "mos" ? 2 : 1) : 0);
    const range = (bin) => `${text(bin.low)}${bin.high === null ? " or more" : ` – ${text(bin.high)}`}${UNITS[name]}`;
    const about = ticks(bins[0].low, bins.at(-1).low + width, 6);
    const figure = find(`spread-${name}`);
    drawn(figure, (wide) =>
      stackedBars({
        width: wide,
        height: 170,
        label: `Calls by ${METRIC_NAMES[name]}. The same as a table below.`,
        xTicks: about.map((tick) => [place(tick), text(tick)]),
        lines: edges
          .map((edge, n) => ({ at: inBars(edge), text: n ? "poor" : "fair" }))
          .filter(({ at }) => at !== null)
          .map((line) => (name === "mos" ? { ...line, text: line.text === "fair" ? "good" : "fair" } : line)),
        bars: bins.map((bin) => ({ by_grade: bin.by_grade, title: `${range(bin)}: ${gradeWords(bin.by_grade)}` })),
      }),
    );
    figure.append(
      onDemand("As a table", () =>
        tableOf(
          `Calls by ${METRIC_NAMES[name]}`,
          ["From – to", "good", "fair", "poor"],
          bins
            .filter((bin) => GRADES.some((grade) => bin.by_grade[grade]))
            .map((bin) => [range(bin), ...["good", "fair", "poor"].map((grade) => number(bin.by_grade[grade]))]),
        ),
      ),
    );
  }
}
