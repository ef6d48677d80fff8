import { readDocument, type SegmentFacts } from '../../src/local/xray/segment-document.ts';

export const TRACE = '1-6960d120-0123456789ab4cde8f012345';

/** A segment document, `a` unless told. */
export function documentOf(change: object = {}): string {
  return JSON.stringify({
    ...{ id: 'aaaaaaaaaaaaaaaa', trace_id: TRACE, name: 'a', start_time: 100, end_time: 102 },
    ...change,
  });
}

export function factsOf(change: object = {}): SegmentFacts {
  const facts = readDocument(documentOf(change));
  if ('problem' in facts) throw new Error(facts.problem);
  return facts;
}
