import { unreachable } from '../../base/assert.ts';
import type { FunctionAnswer } from '../../integrations/lambda/port.ts';
import { shownDocument, timedOutDocument } from './error-document.ts';
import type { Fate } from './spool.ts';

/** The answer to a call that an earlier host has made. What it printed is not known. */
export function answerOf(
  fate: Exclude<Fate, { readonly type: 'neverReceived' | 'unknown' }>,
  requestId: string,
): FunctionAnswer {
  const { version, timeout, hiddenRoot } = fate.terms;
  const answer = { statusCode: 200, executedVersion: version, requestId, logTail: '' };
  if (fate.type === 'returned') return { ...answer, payload: fate.payload };
  const document =
    fate.type === 'failed' ? shownDocument(fate.payload, hiddenRoot) : timedOutDocument(requestId, timeout);
  return { ...answer, payload: document, functionError: 'Unhandled' };
}

/** What the function's log says of a call whose host has ended. */
export function resumedLine(requestId: string, words: FateWords): string {
  return `RESUMED RequestId: ${requestId}\t${words}\n`;
}

export type FateWords = 'still runs' | 'result was kept' | 'never arrived' | 'outcome unknown';

export function wordsOf({ type }: Fate): FateWords {
  switch (type) {
    case 'neverReceived':
      return 'never arrived';
    case 'unknown':
      return 'outcome unknown';
    case 'timedOut':
      return 'still runs';
    case 'returned':
    case 'failed':
      return 'result was kept';
    default:
      return unreachable(type);
  }
}
