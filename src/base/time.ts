/** A moment: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** `2026-01-01T12:00:00.5Z`: UTC, as the context object prints it: milliseconds, trailing zeros removed. */
export function formatInstant(at: Instant): string {
  return new Date(at).toISOString().replace(/\.?0*Z$/, 'Z');
}

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Reads an RFC 3339 moment with `T` and a zone; undefined when the text is none. Fractions beyond ms are cut. */
export function parseInstant(text: string): Instant | undefined {
  const parts = RFC_3339.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts;
  const utc = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  if (Number.isNaN(utc) || new Date(utc).getUTCDate() !== Number(day)) return undefined;
  if (zone === 'Z') return utc;
  const offset = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith('-') ? utc + offset * 60_000 : utc - offset * 60_000;
}
