import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ServiceRequest } from '../../base/http-service.ts';
import { member } from '../../base/json.ts';
import { QueryService } from './query-service.ts';
import { ServiceRefusal } from './refusal.ts';
import { element } from './xml.ts';

describe('A service that speaks AWS Query', () => {
  test('passes the form to the operation and answers in XML', async () => {
    const answer = await answerTo('Action=Say&What=a%26b&Version=1');
    assert.deepEqual(answer, { status: 200, body: said('a&amp;b') });
  });

  test('reads a query string as well', async () => {
    assert.equal((await answerTo('', 'Action=Say&What=x')).body, said('x'));
  });

  test('an operation without a result answers with its request id', async () => {
    assert.equal(
      (await answerTo('Action=Hush')).body,
      '<HushResponse xmlns="urn:t"><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></HushResponse>',
    );
  });

  test('names the operation it does not have', async () => {
    for (const action of ['Sing', 'constructor', '<b>']) {
      const { status, body } = await answerTo(`Action=${action}`);
      assert.equal(status, 501);
      assert.match(body, /<Code>NotImplemented<\/Code>/);
      assert.ok(body.includes(action.replace('<b>', '&lt;b&gt;')));
    }
  });

  test('a call without an action is refused', async () => {
    assert.match((await answerTo('What=x')).body, /<Code>MissingAction<\/Code>/);
  });

  test('a refusal has type, code and message', async () => {
    assert.deepEqual(await answerTo('Action=Refuse'), {
      status: 404,
      body: '<ErrorResponse xmlns="urn:t"><Error><Type>Sender</Type><Code>NotFound</Code><Message>No &lt;topic&gt;</Message></Error><RequestId>r</RequestId></ErrorResponse>',
    });
  });
});

const service = new QueryService({
  name: 'Tests',
  namespace: 'urn:t',
  bodyBytesMax: 1000,
  operations: {
    Say: async (input) => ({ said: member(input, 'What') ?? '' }),
    Hush: async () => ({}),
    Refuse: async () => {
      throw new ServiceRefusal('NotFound', 'No <topic>', 404);
    },
  },
  read: (_operation, form) => form,
  write: (operation, { said }) => (operation === 'Say' ? element('Said', String(said)) : undefined),
});

function said(text: string): string {
  return `<SayResponse xmlns="urn:t"><SayResult><Said>${text}</Said></SayResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SayResponse>`;
}

async function answerTo(body: string, query = ''): Promise<{ status: number; body: string }> {
  const request: ServiceRequest = {
    ...{ method: 'POST', path: '/', query: new URLSearchParams(query), headers: {}, requestId: 'r' },
    body: Buffer.from(body),
    scope: { region: 'us-east-1', account: '123456789012' },
    signal: new AbortController().signal,
  };
  const answer = await service.handle(request);
  assert.equal(answer.headers['content-type'], 'text/xml');
  return { status: answer.status, body: String(answer.body).replace(/\n */g, '') };
}
