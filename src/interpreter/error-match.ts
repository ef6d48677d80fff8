/** A failure by its names. */
export interface Named {
  readonly error: string | undefined;
  readonly alias?: string;
}

/**
 * Whether an `ErrorEquals` list has a name for this failure (spec/asl.md §6.1): names match by equality,
 * `States.ALL` any, `States.TaskFailed` any but a timeout.
 */
export function matches(errorEquals: readonly string[], { error, alias }: Named): boolean {
  for (const name of errorEquals) {
    if (name === 'States.ALL') return true;
    if (name === 'States.TaskFailed' && error !== 'States.Timeout') return true;
    if (name === error || (alias !== undefined && name === alias)) return true;
  }
  return false;
}
