/** SQLite's result code, extended where there is one (sqlite.org/rescode.html); undefined for any other error. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}

export function isSqliteError(error: unknown): boolean {
  return resultCode(error) !== undefined;
}

/** BUSY: another connection holds the lock. */
export function isLocked(error: unknown): boolean {
  return primaryCode(error) === 5;
}

/**
 * The disk has no room; everything that was there still is. IOERR_SHMSIZE is the same trouble met while the
 * index of the WAL grows, which holds nothing that has to survive.
 */
export function isFull(error: unknown): boolean {
  return primaryCode(error) === 13 || resultCode(error) === 4874 || isNoSpace(error);
}

/** NOMEM, BUSY, LOCKED: nothing was changed and the next try may succeed. */
export function isPassing(error: unknown): boolean {
  const code = primaryCode(error);
  return code === 5 || code === 6 || code === 7;
}

function primaryCode(error: unknown): number | undefined {
  const code = resultCode(error);
  return code === undefined ? undefined : code & 0xff;
}

function isNoSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
