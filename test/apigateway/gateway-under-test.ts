import assert from 'node:assert/strict';
import type { HttpService, ServiceRequest, ServiceResponse } from '../../src/base/http-service.ts';
import type { ApiGateway } from '../../src/local/apigateway/apigateway.ts';
import { openApiGateway } from '../../src/local/apigateway/apigateway.ts';
import type { JsonPath } from '../../src/local/apigateway/template-variables.ts';
import { compilePath, InvalidPath } from '../../src/query/jsonpath/path.ts';
import { createMemoryStore } from '../../src/store/memory/memory-store.ts';
import { systemClock, systemEntropy } from '../../src/system.ts';

export const SCOPE = { region: 'us-east-1', account: '123456789012' };
export const START = 'arn:aws:apigateway:us-east-1:states:action/StartExecution';
export const FUNCTION =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations';

export interface MethodUnderTest {
  readonly path?: string;
  readonly httpMethod?: string;
  readonly authorizationType?: string;
  readonly integration: Readonly<Record<string, unknown>>;
  /** By status. */
  readonly responses?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Header names that every status declares. */
  readonly declares?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

interface Asked {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** API Gateway in this process, over a store in memory and services that only remember what they are asked. */
export class GatewayUnderTest {
  readonly asked: ServiceRequest[] = [];
  /** What every service answers. */
  answer: ServiceResponse = { status: 200, headers: {}, body: '{"done":true}' };
  /** What every service waits for before it answers. */
  waits: Promise<void> | undefined;
  readonly gateway: ApiGateway;
  fetch: typeof fetch = () => assert.fail('nothing is fetched');

  constructor() {
    const service: HttpService = {
      bodyBytesMax: 100_000,
      handle: async (request) => {
        this.asked.push(request);
        await this.waits;
        return this.answer;
      },
    };
    this.gateway = openApiGateway({
      ...{ documents: createMemoryStore(), entropy: systemEntropy, uuid: systemEntropy.uuid },
      ...{ now: () => Date.now(), bodyBytesMax: 1_000_000, jsonPath },
      services: () => ({ states: service, lambda: service, sqs: service, sns: service }),
      fetch: (...args) => this.fetch(...args),
    });
  }

  /** Asks the control plane. */
  async call(method: string, path: string, input?: object, scope = SCOPE) {
    const [before = '', search = ''] = path.split('?');
    const answer = await this.gateway.api.handle({
      ...requestOf({ method, path: before, body: input === undefined ? '' : JSON.stringify(input) }),
      ...{ query: new URLSearchParams(search), scope },
    });
    const text = String(answer.body);
    const { status, headers } = answer;
    return { status, code: headers['x-amzn-errortype'], body: text === '' ? {} : JSON.parse(text) };
  }

  /** What must succeed. */
  async done(method: string, path: string, input?: object) {
    const { status, body } = await this.call(method, path, input);
    assert.ok(status < 300, `${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** @returns the id of a new API, and of its root. */
  async create(): Promise<{ readonly id: string; readonly root: string }> {
    const { id, rootResourceId } = await this.done('POST', '/restapis', { name: 'Tested' });
    return { id, root: rootResourceId };
  }

  /** Adds a method at a path whose resources are made. @returns the method's path in the control plane. */
  async add(api: { readonly id: string; readonly root: string }, method: MethodUnderTest): Promise<string> {
    let parent = api.root;
    for (const pathPart of (method.path ?? '').split('/').filter((part) => part !== '')) {
      const { item } = await this.done('GET', `/restapis/${api.id}/resources`);
      const isPart = (one: { parentId?: string; pathPart?: string }) =>
        one.parentId === parent && one.pathPart === pathPart;
      const made =
        item.find(isPart) ??
        (await this.done('POST', `/restapis/${api.id}/resources/${parent}`, { pathPart }));
      parent = made.id;
    }
    const place = `/restapis/${api.id}/resources/${parent}/methods/${method.httpMethod ?? 'POST'}`;
    await this.done('PUT', place, { authorizationType: method.authorizationType ?? 'NONE' });
    await this.done('PUT', `${place}/integration`, { httpMethod: 'POST', ...method.integration });
    for (const [status, response] of Object.entries(method.responses ?? { 200: {} })) {
      const declared = method.declares?.map((name) => [`method.response.header.${name}`, false]) ?? [];
      await this.done('PUT', `${place}/responses/${status}`, {
        responseParameters: Object.fromEntries(declared),
      });
      await this.done('PUT', `${place}/integration/responses/${status}`, response);
    }
    return place;
  }

  /** An API of one method, deployed to the stage `alpha`. @returns its id. */
  async deploy(method: MethodUnderTest): Promise<string> {
    const api = await this.create();
    await this.add(api, method);
    await this.done('POST', `/restapis/${api.id}/deployments`, {
      ...{ stageName: 'alpha', variables: method.variables ?? {} },
    });
    return api.id;
  }

  /** Calls a deployed API, as anyone may. */
  async send(api: string, path: string, { method = 'POST', body = '', headers = {} }: Asked = {}) {
    const [before = '', search = ''] = path.split('?');
    const answer = await this.gateway.front.handle({
      ...requestOf({ method, path: `/restapis/${api}/alpha/_user_request_${before}`, body, headers }),
      query: new URLSearchParams(search),
    });
    return { status: answer.status, headers: answer.headers, body: String(answer.body) };
  }

  /** Deploys a method and calls it once. @returns the body that the service was sent, and the answer. */
  async through(method: MethodUnderTest, asked: Asked & { readonly at?: string } = {}) {
    const answer = await this.send(await this.deploy(method), asked.at ?? method.path ?? '/', asked);
    const sent = this.asked.at(-1);
    return { ...answer, sent: sent === undefined ? undefined : String(sent.body), request: sent };
  }
}

/** An empty store, and this machine's time and chance. */
export function newSurroundings() {
  return { documents: createMemoryStore(), clock: systemClock, entropy: systemEntropy };
}

/** Our own JSONPath, as the server hands it in. */
export const jsonPath: JsonPath = (path, value) => {
  const scope = { input: value, entropy: systemEntropy, now: 0, elapsedMs: () => 0 };
  try {
    const found = compilePath(path).find(value, { ...scope, context: () => ({}), variable: () => undefined });
    return found === undefined ? {} : { value: found };
  } catch (error) {
    if (!(error instanceof InvalidPath)) throw error;
    return { problem: error.message };
  }
};

function requestOf({ method = 'POST', path, body = '', headers = {} }: Asked & { readonly path: string }) {
  const signal = new AbortController().signal;
  return { method, path, headers, body: Buffer.from(body), requestId: 'request-1', signal };
}
