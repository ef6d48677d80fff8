import { isContainer } from './tree.ts';

export interface Difference {
  readonly path: string;
  readonly aws: unknown;
  readonly ours: unknown;
}

/** Where two values differ, innermost places. */
export function differencesOf(aws: unknown, ours: unknown, path = ''): Difference[] {
  if (Object.is(aws, ours)) return [];
  if (!isContainer(aws) || !isContainer(ours) || Array.isArray(aws) !== Array.isArray(ours)) {
    return [{ path, aws, ours }];
  }
  const keys = new Set([...Object.keys(aws), ...Object.keys(ours)]);
  return [...keys].flatMap((key) => differencesOf(aws[key], ours[key], `${path}.${key}`));
}

/**
 * Numbers the numbered placeholders (`<uuid:3>`) from 1 in the order in which they occur: in the records they count
 * over a whole test of several executions.
 */
export function renumbered(value: unknown): unknown {
  const numbers = new Map<string, string>();
  const counts = new Map<string, number>();
  const text = JSON.stringify(value).replace(/<([A-Za-z][\w-]*):\d+>/g, (placeholder, name: string) => {
    const known = numbers.get(placeholder);
    if (known !== undefined) return known;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    numbers.set(placeholder, `<${name}:${count}>`);
    return `<${name}:${count}>`;
  });
  return JSON.parse(text);
}
