import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { differencesOf, renumbered } from './difference.ts';
import { type Rule, withPlaceholders } from './placeholders.ts';

const ID = '688187c9-fd62-498a-b05d-1808a3606b46';

describe('an answer is compared in the form of the records', () => {
  test('text that is an object becomes one, text within it does not', () => {
    becomes({ output: '{"a":"{}"}', items: '[1]' }, [], { items: '[1]', output: { a: '{}' } });
  });

  test('a pattern is replaced everywhere', () => {
    const rule: Rule = { kind: 'RegexTransformer', regex: 'm\\d', replacement: 'm' };
    becomes({ m1: ['m1', 'm2'] }, [rule], { m: ['m', 'm'] });
  });

  test("a pattern of Python's may have a flag, and a space where we print none", () => {
    const regex = '(?i)(?<=U["|\']:\\s["|\'])(https?.*?)(?=/\\?)';
    becomes({ U: 'HTTP://a/?b' }, [{ kind: 'RegexTransformer', regex, replacement: 'x' }], { U: 'x/?b' });
  });

  test('the names in links of SNS get numbers', () => {
    const url = 'http://a/SimpleNotificationService-b.pem';
    becomes({ SigningCertURL: url }, [ruleOf('_sns_pem_file_token_transformer', true)], {
      SigningCertURL: 'http://a/SimpleNotificationService-<_sns_pem_file_token_transformer:1>',
    });
    const link = 'http://a/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:r:1:t:id';
    becomes({ UnsubscribeURL: link }, [ruleOf('_sns_unsubscribe_url_subscription_arn_transformer', true)], {
      UnsubscribeURL: link.replace(/id$/, '<_sns_unsubscribe_url_subscription_arn_transformer:1>'),
    });
  });

  test('a path replaces members at any depth', () => {
    const rule: Rule = { kind: 'JsonpathTransformer', jsonpath: '$..a..b', replacement: 'x' };
    becomes({ a: { c: [{ b: 1 }], b: 2 }, b: 3 }, [rule], { a: { c: [{ b: 'x' }], b: 'x' }, b: 3 });
  });

  test('an id gets a number and has it wherever it occurs', () => {
    becomes({ requestId: ID, text: `id ${ID}` }, [ruleOf('uuid', true)], {
      requestId: '<uuid:1>',
      text: 'id <uuid:1>',
    });
  });

  test('dates are replaced where they are numbers', () => {
    becomes({ startDate: 1.5, stopDate: 'then' }, [ruleOf('datetime')], {
      startDate: 'datetime',
      stopDate: 'then',
    });
  });

  test('moments are replaced unless a workflow wrote them', () => {
    const answer = { timestamp: 1.5, Timestamp: '2016-12-05T21:29:29Z', noTimestamp: '2016-13-05T21:29:29Z' };
    becomes(answer, [ruleOf('timestamp')], {
      timestamp: 'timestamp',
      Timestamp: '2016-12-05T21:29:29Z',
      noTimestamp: 'timestamp',
    });
  });

  test('a key replaces its members', () => {
    const rule: Rule = {
      kind: 'KeyValueBasedTransformer',
      key: 'token',
      replacement: 't',
      replaceReference: true,
    };
    becomes({ a: [{ token: 'x' }], b: 'x' }, [rule], { a: [{ token: '<t:1>' }], b: '<t:1>' });
  });

  test('the name of a resource is replaced wherever it occurs', () => {
    const rule: Rule = {
      kind: 'KeyValueBasedTransformer',
      rule: '_resource_name_transformer',
      replacement: 'resource',
      replaceReference: true,
    };
    const answer = {
      arn: 'arn:aws:states:us-east-1:000000000000:express:invoices:april-9',
      function: 'arn:aws:lambda:us-east-1:000000000000:function:add-up:$LATEST',
      name: 'april-9',
      role: 'arn:aws:iam::000000000000:role/clerk',
    };
    becomes(answer, [rule], {
      arn: 'arn:aws:states:us-east-1:000000000000:express:invoices:<resource:1>',
      function: 'arn:aws:lambda:us-east-1:000000000000:function:<resource:2>:$LATEST',
      name: '<resource:1>',
      role: 'arn:aws:iam::000000000000:role/<resource:3>',
    });
  });

  test('lists of variables are sorted', () => {
    const answer = { variableReferences: { State: ['b', 'a'] } };
    becomes(answer, [{ kind: '_SfnSortVariableReferences' }], { variableReferences: { State: ['a', 'b'] } });
  });

  test('branches of a Parallel state are sorted', () => {
    const types = ['ParallelStateStarted', 'B', 'A', 'ParallelStateSucceeded', 'ExecutionSucceeded'];
    const { events } = Object(
      withPlaceholders({ events: types.map((type) => ({ type })) }, [
        { kind: 'SfnNoneRecursiveParallelTransformer' },
      ]),
    );
    assert.deepEqual(
      events.map(({ type }: { type: string }) => type),
      ['ParallelStateStarted', 'A', 'B', 'ParallelStateSucceeded', 'ExecutionSucceeded'],
    );
  });

  test('outputs of every kind are read where a record has them so', () => {
    becomes({ a: [{ output: '[1]' }], output: 'no JSON' }, [{ kind: 'GenericTransformer' }], {
      a: [{ output: [1] }],
      output: 'no JSON',
    });
  });

  test('a rule that nobody knows is refused', () => {
    assert.throws(
      () => withPlaceholders({}, [JSON.parse('{"kind":"NewTransformer"}')]),
      /NewTransformer"} is new/,
    );
  });

  test('numbered placeholders count from one', () => {
    assert.deepEqual(renumbered(['<uuid:7>', '<uuid:3>', '<uuid:7>']), ['<uuid:1>', '<uuid:2>', '<uuid:1>']);
  });

  test('what is missing, more or of another kind differs', () => {
    assert.deepEqual(
      differencesOf({ a: 1, b: [1], c: 0 }, { a: 1, b: { 0: 1 }, d: 0 }).map(({ path }) => path),
      ['.b', '.c', '.d'],
    );
  });
});

function becomes(answer: object, rules: readonly Rule[], expected: object): void {
  assert.deepEqual(withPlaceholders(answer, rules), expected);
}

function ruleOf(replacement: string, replaceReference = false): Rule {
  return { kind: 'KeyValueBasedTransformer', rule: '<lambda>', replacement, replaceReference };
}
