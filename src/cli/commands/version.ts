import { readFileSync } from 'node:fs';

/** The version in package.json. */
export function version(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  // Our own package.json: npm itself refuses one without a version.
  return (JSON.parse(text) as { version: string }).version;
}
