import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../base/json.ts';
import { checkTargetInput, targetInput } from './target-input.ts';

const EVENT = '{"id":"i","detail":{"name":"A \\"b\\"","n":1.0,"o":{"p":[1]}}}';
const PATHS = { name: '$.detail.name', n: '$.detail.n', o: '$.detail.o', none: '$.detail.none' };

describe('What a target is given', () => {
  test('is the event as it is', () => gives({}, EVENT));

  test('may be a constant, whatever the event', () => gives({ Input: '{"x": 1}' }, '{"x": 1}'));

  test('may be a part of the event', () => gives({ InputPath: '$.detail.o' }, '{"p":[1]}'));

  test('may be a template: JSON outside of quotes, text within them', () => {
    fills('{"a": <name>, "b": <n>, "c": <o>}', '{"a": "A \\"b\\"", "b": 1.0, "c": {"p":[1]}}');
    fills('"hello <name>, <n>"', '"hello A \\"b\\", 1.0"');
    fills('{"a": "x \\" <n>"}', '{"a": "x \\" 1.0"}');
    fills('{"a": "<none>"}', '{"a": ""}');
  });

  test('may name the rule and the moment', () => {
    fills(
      '{"r": <aws.events.rule-name>, "arn": "<aws.events.rule-arn>", "t": <aws.events.event.ingestion-time>}',
      '{"r": "r", "arn": "arn:rule/r", "t": "2026-01-01T00:00:00Z"}',
    );
    fills('<aws.events.event>', '{"id":"i"}');
    fills('<aws.events.event.json>', JSON.stringify(EVENT));
  });

  test('is refused when it cannot be made', () => {
    refused({ Input: '{' });
    refused({ Input: '{}', InputPath: '$' });
    refused({ InputPath: 'detail' });
    refused({ InputTransformer: { InputPathsMap: {}, InputTemplate: '<x>' } });
    refused({ InputTransformer: { InputPathsMap: { a: 'b' }, InputTemplate: '<a>' } });
    refused({ InputTransformer: {} });
  });
});

const SOURCE = { event: EVENT, ruleArn: 'arn:rule/r', ingestedAt: '2026-01-01T00:00:00Z' };

function gives(more: JsonObject, expected: string): void {
  const target = { Id: '1', Arn: 'a', ...more };
  checkTargetInput(target);
  assert.equal(targetInput(target, SOURCE), expected);
}

function fills(InputTemplate: string, expected: string): void {
  gives({ InputTransformer: { InputPathsMap: PATHS, InputTemplate } }, expected);
}

function refused(more: JsonObject): void {
  assert.throws(() => checkTargetInput({ Id: '1', Arn: 'a', ...more }), { code: 'ValidationException' });
}
