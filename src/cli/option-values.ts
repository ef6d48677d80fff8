import { EXIT, Refusal } from './exit-code.ts';

/** Of an option that may be repeated. */
export function collect(value: string, before?: unknown): readonly string[] {
  return Array.isArray(before) ? [...before, value] : [value];
}

/** @throws Refusal that says what the option takes; as the others here. */
export function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new Refusal(EXIT.usage, 'It must be 0 to 65535.');
  return value;
}

export function smtpUrl(text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol === 'smtp:' || protocol === 'smtps:') return text;
  throw new Refusal(EXIT.usage, 'It must be like smtp://user:password@mail.example.com:587');
}

export function days(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text)) throw new Refusal(EXIT.usage, 'It must be 0 to 99999.');
  return value;
}

export function mebibytes(text: string): number {
  const value = Number(text);
  if (!/^\d{1,7}$/.test(text) || value < MEBIBYTES_MIN)
    throw new Refusal(EXIT.usage, `It must be at least ${MEBIBYTES_MIN}.`);
  return value;
}

/** With less than that a server would refuse almost everything. */
const MEBIBYTES_MIN = 256;

export function minutes(text: string): number {
  const value = Number(text);
  if (!/^\d{1,3}$/.test(text) || value < 1 || value > 360)
    throw new Refusal(EXIT.usage, 'It must be 1 to 360.');
  return value;
}

export function share(text: string): number {
  const value = Number(text);
  if (!/^\d(\.\d{1,9})?$/.test(text) || value > 1) throw new Refusal(EXIT.usage, 'It must be 0 to 1.');
  return value;
}

export function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d{1,8}$/.test(text) || value === 0) throw new Refusal(EXIT.usage, 'It must be 1 to 99999999.');
  return value;
}

export function account(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new Refusal(EXIT.usage, 'It must be 12 digits.');
  return text;
}
