import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ServerProcess } from '../crash/server-process.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

test('an HTTP API of a SAM template calls its function and starts its state machine, after a kill too', async () => {
  await deployed(TEMPLATE, async ({ outputs, call, restart }) => {
    const url = outputs.Url ?? '';
    assert.deepEqual(await call(`${url}/hello/world?x=1`), { path: { name: 'world' }, query: { x: '1' } });
    const { executionArn = '' } = await call(`${url}/start`, '{"a":1}');
    assert.match(executionArn, /:execution:Flow:/);
    await restart();
    assert.deepEqual(await call(`${url}/hello/again`), { path: { name: 'again' } });
  });
});

const CODE = `exports.handler = async (event) => ({ path: event.pathParameters, query: event.queryStringParameters });`;

const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs24.x
      AutoPublishAlias: live
      InlineCode: ${JSON.stringify(CODE)}
      Events:
        Get:
          Type: HttpApi
          Properties: { Path: '/hello/{name}', Method: get }
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: Flow
      Definition: { StartAt: A, States: { A: { Type: Succeed } } }
  Start:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref ServerlessHttpApi
      IntegrationType: AWS_PROXY
      IntegrationSubtype: StepFunctions-StartExecution
      PayloadFormatVersion: '1.0'
      CredentialsArn: !GetAtt FlowRole.Arn
      RequestParameters: { StateMachineArn: !Ref Flow, Input: $request.body }
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref ServerlessHttpApi
      RouteKey: POST /start
      Target: !Sub integrations/\${Start}
Outputs:
  Url: { Value: !Sub 'https://\${ServerlessHttpApi}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}' }
`;

interface Deployed {
  readonly outputs: Readonly<Record<string, string>>;
  /** @param body It is posted. @returns the answer's JSON. */
  call(url: string, body?: string): Promise<Record<string, string>>;
  restart(): Promise<void>;
}

async function deployed(template: string, work: (stack: Deployed) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-http-api-'));
  writeFileSync(join(folder, 'front.yaml'), template);
  let server = new ServerProcess(['--data', join(folder, 'data')]);
  try {
    const args = [
      MAIN,
      'deploy',
      join(folder, 'front.yaml'),
      '--state',
      folder,
      '--endpoint',
      await server.url,
    ];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const outputs = JSON.parse(stdout);
    const origin = new URL(await server.url).origin;
    await work({
      outputs,
      call: async (url, body) => {
        const here = url.replace(origin, new URL(await server.url).origin);
        const answer = await fetch(here, body === undefined ? {} : { method: 'POST', body });
        const text = await answer.text();
        assert.equal(answer.status, 200, text);
        return JSON.parse(text);
      },
      restart: async () => {
        await server.kill('group');
        server = new ServerProcess(['--data', join(folder, 'data')]);
        await server.url;
      },
    });
  } finally {
    await server.kill('group');
    rmSync(folder, { recursive: true, maxRetries: 3 });
  }
}
