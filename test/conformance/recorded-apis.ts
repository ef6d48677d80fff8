import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../../src/base/json.ts';
import { signRequest } from '../../src/base/sigv4.ts';
import { clientOfOwn } from '../../src/cli/client.ts';
import { startServer } from '../../src/server.ts';
import { type Difference, differencesOf, renumbered } from './difference.ts';
import { withPlaceholders } from './placeholders.ts';
import { executionNameOf, RECORDED, type RecordedCase, type Records } from './recorded-case.ts';
import { functionOf } from './recorded-function.ts';

/** A recorded execution that calls an API, with the calls that made the API. */
export interface ApiCase extends RecordedCase {
  readonly uses: readonly string[];
  readonly setup: NonNullable<RecordedCase['setup']>;
}

/** Empty where the records are not. */
export function apiCases(): readonly ApiCase[] {
  if (!existsSync(RECORDED)) return [];
  const lines = readFileSync(join(RECORDED, 'executions_services.jsonl'), 'utf8').trim().split('\n');
  const cases: ApiCase[] = lines.map((line) => JSON.parse(line));
  return cases.filter(({ uses }) => uses.includes('apigateway'));
}

/** Makes the API and the functions on a server of its own, runs the execution, and compares its history. */
export async function differencesOfApiCase(one: ApiCase): Promise<Difference[]> {
  const server = await startServer({
    ...{ port: 0, host: '127.0.0.1', data: undefined, auth: 'off', account: '000000000000' },
  });
  try {
    const client = clientOfOwn(server);
    for (const recorded of one.lambdas ?? [])
      await client.lambda('POST', '/2015-03-31/functions', functionOf(recorded));
    const api = `${server.url}/restapis/${await made(server.url, one)}`;
    const { name, definition, roleArn } = one.machine;
    const { stateMachineArn = '' } = await client.states('CreateStateMachine', { name, definition, roleArn });
    const input = String(one.input).replace(/http:\/\/localhost:4566\/restapis\/[a-z0-9]+/, api);
    const start = { stateMachineArn, input, name: executionNameOf(one) ?? 'unnamed' };
    const { executionArn = '' } = await client.states('StartExecution', start);
    while ((await client.states('DescribeExecution', { executionArn })).status === 'RUNNING') await pause(20);
    const history = await client.states('GetExecutionHistory', { executionArn });
    return compared(one, history);
  } finally {
    await server.close();
  }
}

/** @returns the id of the API, which is drawn anew. */
async function made(url: string, { setup }: ApiCase): Promise<string> {
  let [api, root, resource] = ['', '', ''];
  for (const { operation, params } of setup) {
    const { restApiId, resourceId, httpMethod, parentId, statusCode, integrationHttpMethod, ...input } =
      params;
    const at = `/restapis/${api}/resources/${resource}/methods/${httpMethod}`;
    const ask = (method: string, path: string, body: object = input) => asked(url, { method, path, body });
    if (operation === 'CreateRestApi') ({ id: api, rootResourceId: root } = await ask('POST', '/restapis'));
    else if (operation === 'CreateResource')
      ({ id: resource } = await ask('POST', `/restapis/${api}/resources/${root}`));
    else if (operation === 'PutMethod') await ask('PUT', at);
    else if (operation === 'PutIntegration')
      await ask('PUT', `${at}/integration`, { ...input, httpMethod: integrationHttpMethod });
    else if (operation === 'PutIntegrationResponse')
      await ask('PUT', `${at}/integration/responses/${statusCode}`);
    else if (operation === 'PutMethodResponse') await ask('PUT', `${at}/responses/${statusCode}`);
    else if (operation === 'CreateDeployment') await ask('POST', `/restapis/${api}/deployments`);
    else throw new Error(`a setup with ${operation} is new`);
  }
  return api;
}

async function asked(
  base: string,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: object },
) {
  const url = new URL(path, base);
  const text = JSON.stringify(body);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const headers = signRequest({
    ...{ method, url, headers: {}, body: Buffer.from(text), credentials },
    ...{ service: 'apigateway', region: 'us-east-1', now: Date.now() },
  });
  const answer = await fetch(url, { method, headers, body: text });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  // What CreateRestApi and CreateResource tell; the others are not looked at.
  return (await answer.json()) as { id: string; rootResourceId: string };
}

function compared(one: ApiCase, history: JsonObject): Difference[] {
  const text = readFileSync(join(RECORDED, 'standard_transformers.json'), 'utf8');
  const { head, tail }: Records['standard'] = JSON.parse(text);
  const rules = one.standard ? [...head, ...one.transformers, ...tail] : one.transformers;
  const { events } = one.expected.history ?? {};
  return differencesOf(
    renumbered({ history: { events } }),
    renumbered(withPlaceholders({ history }, [...rules])),
  );
}
