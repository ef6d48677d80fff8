import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mapRunRules, withLaterExits } from './map-run-events.ts';

const LABEL = '11111111-2222-8333-8444-555555555555';
const RUN = '66666666-2222-8333-8444-555555555555';

describe('Recorded Map Runs', () => {
  test('have placeholders for what is drawn by every run', () => {
    assert.deepEqual(namesIn(`mapRun:m/${LABEL}:${RUN}`), [
      [LABEL, '<MapRunArnPart0_0idx>'],
      [RUN, '<MapRunArnPart1_0idx>'],
    ]);
    assert.deepEqual(namesIn(`mapRun:m/Mine:${RUN}`), [[RUN, '<MapRunArnPart1_0idx>']]);
  });

  test('are read as AWS writes them today, and no other event is touched', () => {
    const events = (exit: number) => [
      { id: 4, type: 'MapRunStarted', previousEventId: 3 },
      { id: 5, type: 'MapRunSucceeded', previousEventId: 4 },
      { id: 6, type: 'MapStateSucceeded', previousEventId: 5 },
      { id: 7, type: 'MapStateExited', previousEventId: exit },
    ];
    assert.deepEqual(withLaterExits({ history: { events: events(5) } }), { history: { events: events(4) } });
    assert.deepEqual(withLaterExits({ history: { events: events(3) } }), { history: { events: events(3) } });
  });
});

function namesIn(resource: string): unknown[] {
  const event = {
    mapRunStartedEventDetails: { mapRunArn: `arn:aws:states:us-east-1:123456789012:${resource}` },
  };
  return mapRunRules({ events: [event] }).map((rule) =>
    rule.kind === 'RegexTransformer' ? [rule.regex, rule.replacement] : [],
  );
}
