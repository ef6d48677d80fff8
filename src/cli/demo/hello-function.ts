import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isObject, type Json, type JsonObject, member } from '../../base/json.ts';
import type { Client } from '../client.ts';
import { EXIT, Refusal } from '../exit-code.ts';
import { ROLE_ARN } from '../machine.ts';
import { zipFiles } from '../zip.ts';

const FUNCTION = 'HelloFunction';

export const HELLO_INPUT = '{"who":"AWS Step Functions"}';

/** Creates the tutorial's function with Lambda's API and waits until it can be called. */
export async function createHelloFunction(client: Client): Promise<void> {
  const source = new URL('../../../examples/hello/functions/HelloFunction/index.js', import.meta.url);
  const file = { name: 'index.js', content: readFileSync(source), isExecutable: false };
  await client.lambda('POST', '/2015-03-31/functions', {
    FunctionName: FUNCTION,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: ROLE_ARN,
    Code: { ZipFile: zipFiles([file]).toString('base64') },
  });
  for (let look = 0; look < LOOKS_MAX; look++) {
    const found = await client.lambda('GET', `/2015-03-31/functions/${FUNCTION}`);
    const configuration = isObject(found) ? member(found, 'Configuration') : undefined;
    if (isObject(configuration) && member(configuration, 'State') === 'Active') return;
    await pause(LOOK_MS);
  }
  throw new Refusal(EXIT.failed, `${FUNCTION} did not become active`);
}

const LOOK_MS = 50;
const LOOKS_MAX = 200;

/** Calls the function once with the demo's input. @returns JSON text. */
export async function invokeHello(client: Client): Promise<string> {
  // A literal of ours; the client takes values.
  const input = JSON.parse(HELLO_INPUT) as JsonObject;
  const answer: Json = await client.lambda('POST', `/2015-03-31/functions/${FUNCTION}/invocations`, input);
  return JSON.stringify(answer);
}
