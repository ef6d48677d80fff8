import { type Container, isContainer } from './tree.ts';

const BEGIN = 'ParallelStateStarted';
const ENDS = new Set([
  'ParallelStateSucceeded',
  'ParallelStateAborted',
  'ParallelStateFailed',
  'ParallelStateExited',
]);

/**
 * Sorts the events between the beginning and an end of a Parallel state, as the recorder did: branches take turns
 * differently in every run. Their ids say nothing then. At every further end the same events are put in once more
 * where they were, over whatever has come since: so the event before ParallelStateExited drops out.
 */
export function sortParallel(events: Container[]): void {
  let from = 0;
  let inner: Container[] = [];
  let isInside = false;
  for (let at = 0; at < events.length; at++) {
    const event = events[at];
    if (!isContainer(event)) continue;
    const type = String(event.type);
    if (ENDS.has(type)) {
      events.splice(from, at - from, ...inner.toSorted(byText));
      isInside = false;
    } else if (type === BEGIN) {
      isInside = true;
      inner = [];
      from = at + 1;
    } else if (isInside) {
      event.id = [0];
      event.previousEventId = 0;
      inner.push(event);
    }
  }
}

function byText(a: Container, b: Container): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}
