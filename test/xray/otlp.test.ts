import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { test } from 'node:test';
import { type Aws, createAws } from '../../src/cli/deploy/aws.ts';
import { startServer } from '../../src/server.ts';

const TRACE = '5759e988bd862e3fe1be46a994272793';
const HEADER = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

test('a collector gets the spans of an execution that API Gateway has started in a trace of its caller', async () => {
  await withCollector(async ({ aws, spans }) => {
    const url = await frontOf(aws);
    const answer = await fetch(url, { method: 'POST', body: '{}', headers: { 'X-Amzn-Trace-Id': HEADER } });
    assert.equal(answer.status, 200, await answer.text());
    const [machine, called, attempt, run, inner] = await spans(
      ...['traced', 'Call', 'Lambda', 'Hello', 'inner'],
    );
    assert.deepEqual(
      [machine, called, attempt, run, inner].map((one) => one?.traceId),
      [TRACE, TRACE, TRACE, TRACE, TRACE],
    );
    assert.equal(machine?.parentSpanId, '53995c3f42cd8ad8');
    assert.deepEqual([called?.parentSpanId, attempt?.parentSpanId], [machine?.spanId, called?.spanId]);
    assert.equal(run?.parentSpanId, attempt?.spanId);
    assert.ok(BigInt(machine?.endTimeUnixNano ?? 0) >= BigInt(machine?.startTimeUnixNano ?? 1));
  });
});

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

interface Traced {
  readonly aws: Aws;
  /** Waits for a span of each name. */
  spans(...names: readonly string[]): Promise<(Span | undefined)[]>;
}

async function withCollector(work: (traced: Traced) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-otlp-'));
  mkdirSync(join(folder, 'Hello'));
  writeFileSync(join(folder, 'Hello/index.js'), `exports.handler = async () => 'hi';`);
  const seen: Span[] = [];
  const collector = createServer(async (request, response) => {
    assert.equal(request.url, '/v1/traces');
    seen.push(...spansIn(await json(request)));
    response.end('{}');
    collector.emit('spans');
  });
  await once(collector.listen(0, '127.0.0.1'), 'listening');
  const { port } = Object(collector.address());
  const server = await startServer({
    ...{ host: '127.0.0.1', port: 0, data: undefined, auth: 'sigv4', account: '123456789012' },
    ...{ functions: folder, otlp: `http://127.0.0.1:${port}` },
  });
  const signal = AbortSignal.timeout(60_000);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  try {
    await work({
      aws: createAws({ endpoint: server.url, region: 'us-east-1', credentials }),
      async spans(...names) {
        const found = () => names.map((name) => seen.find((one) => one.name === name));
        while (found().includes(undefined)) await once(collector, 'spans', { signal });
        return found();
      },
    });
  } finally {
    await server.close();
    collector.close();
    rmSync(folder, { recursive: true });
  }
}

function spansIn(body: unknown): Span[] {
  return Object(body).resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: Span[] }[] }) =>
    scopeSpans.flatMap(({ spans }) => spans),
  );
}

/** An API that starts the outer machine, whose task calls an API that starts the inner one. @returns its address. */
async function frontOf(aws: Aws): Promise<string> {
  const inner = await machine(aws, 'inner', { Only: { Type: 'Succeed' } });
  const innerUrl = await startingApi(aws, inner);
  const [, id] = /\/restapis\/([a-z0-9]+)$/.exec(innerUrl) ?? [];
  const outer = await machine(aws, 'traced', {
    Call: { Type: 'Task', Resource: `arn:aws:lambda:us-east-1:123456789012:function:Hello`, Next: 'Ask' },
    Ask: {
      ...{ Type: 'Task', Resource: 'arn:aws:states:::apigateway:invoke', End: true },
      Parameters: { ApiEndpoint: `${id}.execute-api.us-east-1.amazonaws.com`, Method: 'POST', Path: '/' },
    },
  });
  return await startingApi(aws, outer);
}

async function machine(aws: Aws, name: string, States: object): Promise<string> {
  const definition = JSON.stringify({ StartAt: Object.keys(States)[0], States });
  const tracingConfiguration = { enabled: true };
  const roleArn = 'arn:aws:iam::123456789012:role/any';
  const made = { name, definition, roleArn, tracingConfiguration };
  return String((await aws.json('states', 'CreateStateMachine', made)).stateMachineArn);
}

async function startingApi(aws: Aws, StateMachineArn: string): Promise<string> {
  const post = (path: string, body: object) =>
    aws.rest('apigateway', { method: 'POST', path: `/v2/apis${path}`, body: { ...body } });
  const { apiId } = await post('', { name: 'front', protocolType: 'HTTP' });
  const { integrationId } = await post(`/${apiId}/integrations`, {
    ...{ integrationType: 'AWS_PROXY', integrationSubtype: 'StepFunctions-StartExecution' },
    ...{ credentialsArn: 'arn:aws:iam::123456789012:role/any' },
    requestParameters: { StateMachineArn, Input: '$request.body' },
  });
  await post(`/${apiId}/routes`, { routeKey: '$default', target: `integrations/${integrationId}` });
  await post(`/${apiId}/stages`, { stageName: '$default', autoDeploy: true });
  return `${aws.endpoint}/restapis/${apiId}`;
}
