/**
 * The error documents that Lambda itself writes when a function's process cannot: the names are those that `Retry` and
 * `Catch` match, the texts those of Lambda's sandbox.
 */

/** The handler ran out of its configured time. */
export function timedOutDocument(requestId: string, seconds: number): string {
  return document('Sandbox.Timedout', requestId, `Task timed out after ${seconds.toFixed(2)} seconds`);
}

/** The process ended before it answered. @param how `exit status 1`, `signal: killed`; undefined for a clean exit. */
export function exitedDocument(requestId: string, how: string | undefined): string {
  const reason =
    how === undefined ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${how}`;
  return document('Runtime.ExitError', requestId, reason);
}

/** The process could not be started at all, as when the machine has no `python3`. */
export function notStartedDocument(requestId: string, reason: string): string {
  return document('Runtime.InvalidEntrypoint', requestId, reason);
}

/** The function's own configuration cannot be read. */
export function misconfiguredDocument(reason: string): string {
  return JSON.stringify({ errorType: 'Runtime.InvalidConfiguration', errorMessage: reason });
}

/** The folder of an uploaded function means nothing to its author, and Lambda's is in every recorded history. */
export function shownDocument(text: string, hiddenRoot: string | undefined): string {
  return hiddenRoot === undefined
    ? text
    : text.replaceAll(JSON.stringify(hiddenRoot).slice(1, -1), '/var/task');
}

function document(errorType: string, requestId: string, reason: string): string {
  return JSON.stringify({ errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` });
}
