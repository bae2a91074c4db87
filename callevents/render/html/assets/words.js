// How people read figures. The same words as on the terminal.

const UNKNOWN = "–";
const GRADES = ["good", "fair", "poor", "unknown"];
const CHANNELS = ["input", "output"];
const CHANNEL_NAMES = { input: "heard", output: "sent" };
const UNITS = { loss: "\u00a0%", jitter: "\u00a0ms", rtt: "\u00a0ms", mos: "" };
const METRIC_NAMES = { loss: "Loss", jitter: "Jitter", rtt: "RTT", mos: "MOS" };
const DECIMALS = { loss: 2, jitter: 1, rtt: 0, mos: 2 };

const pad = (count) => String(count).padStart(2, "0");

function number(value, decimals = 0) {
  if (value === null || value === undefined) return UNKNOWN;
  const [whole, part] = value.toFixed(decimals).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
}

/** Milliseconds as 0s, 0.4s, 12s, 4m 12s, 1h 02m or 2d 03h. */
function duration(millis) {
  if (millis === null || millis === undefined) return UNKNOWN;
  if (millis < 0) return `-${duration(-millis)}`;
  if (millis > 0 && millis < 9950) return `${Math.max(millis / 1000, 0.1).toFixed(1)}s`;
  const seconds = Math.round(millis / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${pad(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours}h ${pad(minutes % 60)}m` : `${Math.floor(hours / 24)}d ${pad(hours % 24)}h`;
}

/** Milliseconds since the start of a call as 0:07, 12:30 or 1:02:03. */
function offset(millis) {
  if (millis === null || millis === undefined) return UNKNOWN;
  const seconds = Math.floor(Math.abs(millis) / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return (millis < 0 ? "-" : "") + (hours ? `${hours}:${pad(minutes)}` : minutes) + `:${pad(seconds % 60)}`;
}

const counted = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;
const words = (name) => name.replaceAll("_", " ");
const metric = (name, value) => (value === null ? UNKNOWN : number(value, DECIMALS[name]) + UNITS[name]);

/** The role of a speaker: EndUser and END_USER are the customer. */
const roleName = (role) =>
  (role ?? "").replaceAll("_", "").toLowerCase() === "enduser" ? "Customer" : (role ?? UNKNOWN);

/** Writes times of a zone; briefly without the year, where all the given times are of one. */
function clockOf(zone, times) {
  const format = formatOf(zone);
  const years = new Set(times.filter((time) => time !== null).map((time) => new Date(time).getUTCFullYear()));
  return {
    zone: format.resolvedOptions().timeZone,
    format: (time) => format.format(time),
    brief: (time) => format.format(time).slice(years.size === 1 ? 5 : 0),
  };
}

function formatOf(zone) {
  const style = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  };
  try {
    return new Intl.DateTimeFormat("sv-SE", { ...style, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("sv-SE", { ...style, timeZone: "UTC" });
  }
}

/** A grade as a word beside its mark: the color is never alone. */
const gradeMark = (grade) => h("span", { class: `grade ${grade}` }, mark(grade), grade);
const mark = (grade) =>
  s("svg", { class: "mark", width: 12, height: 12, "aria-hidden": "true" }, s("use", { href: `#mark-${grade}` }));
