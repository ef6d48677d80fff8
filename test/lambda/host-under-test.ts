import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceResponse } from '../../src/base/http-service.ts';
import type { FunctionAnswer } from '../../src/integrations/lambda/port.ts';
import type { FunctionRecord, FunctionRecords } from '../../src/local/lambda/functions.ts';
import { createLambda, type Lambda, type LambdaOptions } from '../../src/local/lambda/lambda.ts';
import type { QueuePort } from '../../src/local/lambda/queue-port.ts';
import { zip } from './zip.ts';

export const SCOPE = { account: '123456789012', region: 'us-east-1' };
export const ROLE = 'arn:aws:iam::123456789012:role/any';

export interface HostUnderTest extends AsyncDisposable {
  readonly lambda: Lambda;
  readonly directory: string;
  readonly records: FunctionRecords;
  /** Calls the API with a JSON body. @param path Behind `/2015-03-31/functions`, or one with a date of its own. */
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<ServiceResponse>;
  /** Creates a function of one file. */
  create(
    name: string,
    file: string,
    source: string,
    settings?: Record<string, unknown>,
  ): Promise<ServiceResponse>;
  call(name: string, payload: unknown, signal?: AbortSignal): Promise<FunctionAnswer>;
}

/** A function host with real processes, in a directory of its own. */
export async function startHost(options: Partial<LambdaOptions> = {}): Promise<HostUnderTest> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'stepwell-lambda-')));
  const records = options.records ?? memoryRecords();
  const lambda = await createLambda({
    mappings: memoryRecords(),
    queues: noQueues,
    endpointUrl: () => 'http://127.0.0.1:8083',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    entropy: { random: Math.random, uuid: () => randomUUID() },
    now: () => Date.now(),
    ...options,
    directory,
    records,
  });
  const request: HostUnderTest['request'] = (method, path, body, headers = {}) => {
    const [pathname = '', query = ''] = path.split('?');
    return lambda.api.handle({
      method,
      path: /^\/\d{4}-/.test(pathname) ? pathname : `/2015-03-31/functions${pathname}`,
      query: new URLSearchParams(query),
      headers,
      body: Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body)),
      scope: SCOPE,
      requestId: randomUUID(),
      signal: new AbortController().signal,
    });
  };
  return {
    lambda,
    directory,
    records,
    request,
    create: (name, file, source, settings = {}) =>
      request('POST', '', {
        FunctionName: name,
        Runtime: file.endsWith('.py') ? 'python3.12' : 'nodejs24.x',
        Handler: `${file.replace(/\.[^.]*$/, '')}.handler`,
        Role: ROLE,
        Code: { ZipFile: zip([{ name: file, content: source }]).toString('base64') },
        ...settings,
      }),
    call: async (name, payload, signal = new AbortController().signal) => {
      const call = {
        functionName: name,
        payload: JSON.stringify(payload),
        invocationType: 'RequestResponse',
      } as const;
      const answer = await lambda.host.invoke({ ...call, scope: SCOPE }, signal);
      if (answer === undefined) throw new Error(`There is no function ${name}`);
      return answer;
    },
    [Symbol.asyncDispose]: async () => {
      await lambda.close();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A server without SQS. */
export const noQueues: QueuePort = async () => ({ isDone: false, body: {} });

export function memoryRecords(): FunctionRecords {
  const records = new Map<string, FunctionRecord>();
  return {
    read: async (key) => records.get(key),
    list: async (prefix) => [...records.values()].filter(({ key }) => key.startsWith(prefix)),
    write: async (key, text, expectedVersion) => {
      const version = records.get(key)?.version ?? 0;
      if (version !== expectedVersion) return 'conflict';
      if (text === undefined) records.delete(key);
      else records.set(key, { key, text, version: version + 1 });
      return 'committed';
    },
  };
}
