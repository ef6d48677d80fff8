import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EndpointAnswer } from '../endpoint/endpoint.ts';
import type { ServiceFacts } from './facts.ts';
import { sdkOperation } from './sdk-operation.ts';
import { sdkRefusal, sdkResult } from './sdk-result.ts';

describe('An answer', () => {
  test('of the Query protocol is what its result holds', () => {
    const body = '<AskResponse><AskResult><N>5</N></AskResult></AskResponse>';
    gives('query', 'N:n', { body }, { N: 5 });
    gives('query', '', { body: '<AskResponse/>' }, {});
  });

  test('of a REST API has headers and the status, too', () => {
    const headers = { 'x-a': 'Thu, 01 Jan 1970 00:00:00 GMT', 'x-n': '7', 'x-b': 'true', 'x-m-k': 'v' };
    gives(
      'rest-json',
      'At^X-A:t N^X-N:n B^X-B:b No^X-No M*X-M-<,> S%:n c',
      { headers, body: '{"c":"d"}' },
      { At: '1970-01-01T00:00:00Z', N: 7, B: true, M: { k: 'v' }, S: 200, C: 'd' },
    );
  });

  test('is one member of its result, where that is its body', () => {
    gives('rest-json', 'P!:x', { body: 'text' }, { P: 'text' });
    gives('rest-json', 'P!{a}', { body: '{"a":"b"}' }, { P: { A: 'b' } });
    gives('rest-xml', 'P!{A}', { body: '<X><A>b</A></X>' }, { P: { A: 'b' } });
    gives('rest-xml', 'P!{A}', { body: '' }, {});
  });

  test('may be a document without a frame', () => {
    gives('rest-xml', 'Place', { body: '<Place>here</Place>' }, { Place: 'here' });
    gives('rest-xml', 'Place', { body: '<Place/>' }, {});
  });

  test('that cannot be read is said to be so', () => {
    for (const protocol of ['json', 'rest-json', 'query', 'rest-xml'] as const)
      assert.throws(() => gives(protocol, 'A', { body: '[' }, {}), SyntaxError);
  });
});

describe('A refusal', () => {
  test('has its code in the document, or in a header', () => {
    refuses('json', { body: '{"__type":"a#Code","message":"M"}' });
    refuses('rest-json', { body: '{"Message":"M"}', headers: { 'x-amzn-errortype': 'Code:http://x' } });
    refuses('query', { body: '<R><Error><Code>Code</Code><Message>M</Message></Error></R>' });
    refuses('rest-xml', { body: '<Error><Code>Code</Code><Message>M</Message></Error>' });
  });

  test('without a document says nothing', () => {
    for (const protocol of ['json', 'rest-xml'] as const)
      assert.deepEqual(sdkRefusal(factsOf(protocol, ''), answerOf({})), { code: '', message: 'null' });
  });
});

function gives(
  protocol: ServiceFacts['protocol'],
  output: string,
  answer: Partial<EndpointAnswer>,
  expected: object,
): void {
  const facts = factsOf(protocol, output);
  const operation = sdkOperation(facts, 'Ask');
  assert.ok(operation !== undefined);
  assert.deepEqual(sdkResult(facts, operation, answerOf(answer)), expected);
}

function refuses(protocol: ServiceFacts['protocol'], answer: Partial<EndpointAnswer>): void {
  assert.deepEqual(sdkRefusal(factsOf(protocol, ''), answerOf(answer)), { code: 'Code', message: 'M' });
}

function factsOf(protocol: ServiceFacts['protocol'], output: string): ServiceFacts {
  return { protocol, apiVersion: '', operations: { Ask: ['', '', output] }, structures: {}, errors: '' };
}

function answerOf(answer: Partial<EndpointAnswer>): EndpointAnswer {
  return { status: 200, headers: {}, requestId: 'r', body: '', ...answer };
}
