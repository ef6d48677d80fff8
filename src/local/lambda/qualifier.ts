import type { Alias, FunctionDefinition } from './definition.ts';

/**
 * The version that a qualifier names: a number, an alias, `$LATEST` or nothing.
 *
 * @param random Decides between the two versions of an alias, 0 to 1.
 */
export function versionAt(
  latest: FunctionDefinition,
  qualifier: string | undefined,
  random: () => number,
): FunctionDefinition | undefined {
  if (qualifier === undefined || qualifier === '$LATEST') return latest;
  const alias = latest.aliases?.find(({ name }) => name === qualifier);
  const version = alias === undefined ? qualifier : drawn(alias, random);
  return version === '$LATEST' ? latest : latest.versions?.find((published) => published.version === version);
}

/** A function's newest state and all that was published. */
export function withVersions(latest: FunctionDefinition): FunctionDefinition[] {
  return [latest, ...(latest.versions ?? [])];
}

function drawn({ version, weights }: Alias, random: () => number): string {
  for (const [other, weight] of Object.entries(weights)) if (random() < weight) return other;
  return version;
}
