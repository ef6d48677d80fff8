import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recordingTerminal } from '../../test/cli/recording-terminal.ts';
import type { JsonObject } from '../base/json.ts';
import { jsonProgress, progress } from './progress.ts';

describe('Progress', () => {
  test('tells what is entered and what is left', () => {
    says(
      [entered('A', 1), { ...entered('A', 1.25), type: 'PassStateExited' }],
      ['+0.000 s  ▸ A input 1', '+0.250 s  ✓ A input 1'],
    );
  });

  test('tells a failed attempt', () => {
    const details = { error: 'E', resource: 'invoke', resourceType: 'lambda' };
    says(
      [{ id: 1, timestamp: 1, type: 'TaskFailed', taskFailedEventDetails: details }],
      ['+0.000 s  ✗ TaskFailed lambda:invoke E'],
    );
  });

  test('tells the beginning and the end', () => {
    says(
      [of('ExecutionStarted'), of('ExecutionAborted')],
      ['+0.000 s  ● ExecutionStarted', '+0.000 s  ✗ ExecutionAborted'],
    );
  });

  test('leaves out what lies between', () => {
    says([of('TaskScheduled'), of('TaskStarted'), of('MapStateStarted')], []);
  });

  test('shows control characters in names escaped', () => {
    says([entered('\u001b[2J', 1)], ['+0.000 s  ▸ \\u001b[2J input 1']);
  });

  test('for programs is every event as one line of JSON', () => {
    const terminal = recordingTerminal();
    jsonProgress(terminal)(of('TaskStarted'));
    assert.deepEqual(terminal.said, ['{"id":1,"timestamp":1,"type":"TaskStarted"}']);
  });
});

function of(type: string): JsonObject {
  return { id: 1, timestamp: 1, type };
}

function entered(name: string, timestamp: number): JsonObject {
  return { id: 1, timestamp, type: 'PassStateEntered', stateEnteredEventDetails: { name, input: '1' } };
}

function says(events: readonly JsonObject[], lines: readonly string[]): void {
  const terminal = recordingTerminal();
  events.forEach(progress(terminal));
  assert.deepEqual(terminal.said, lines);
}
