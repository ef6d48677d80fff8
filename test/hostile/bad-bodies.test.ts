import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { OPERATIONS } from '../../src/api/operation-table.ts';
import type { ServiceResponse } from '../../src/base/http-service.ts';
import { breachesIn, MODEL } from '../clients/service-model.ts';
import { ApiWorld } from './api-world.ts';
import { type BadRequest, badRequest, type Known } from './bad-body.ts';
import { populate } from './known.ts';
import { LiveServer } from './live-server.ts';

const BODIES = Number(process.env.BODIES ?? 4000);
const BODIES_SENT = Number(process.env.BODIES_SENT ?? 400);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Requests about things that the ones before may have deleted find nothing: make new ones. */
const ROUND = 250;
const ANSWER_MS_MAX = 10_000;
const GROWTH_BYTES_MAX = 200 * 2 ** 20;

describe(`bad bodies (SEED=${SEED} BODIES=${BODIES} BODIES_SENT=${BODIES_SENT} repeats them)`, () => {
  const world = new ApiWorld();
  before(() => world.open());
  after(() => world.close());

  test('are each answered with the answer or an error of their operation', async (context) => {
    const tally = new Tally();
    let known: Known = {};
    const before = heapBytes();
    for (let number = 0; number < BODIES; number++) {
      if (number % ROUND === 0) known = await populate((...call) => world.call(...call), number / ROUND);
      const request = badRequest(SEED, number, known);
      if (request.body.length > world.bodyBytesMax) continue;
      tally.count(
        request,
        number,
        await withinTime(request, number, world.send(request.headers, request.body)),
      );
      assert.deepEqual(world.defects, [], shown(request, number));
    }
    // The store of this world is in memory, too: what was made is still there.
    assertGrowth(heapBytes() - before);
    context.diagnostic(`${tally}; ${heapBytes() - before} bytes`);
  });
});

describe(`bad bodies over HTTP`, () => {
  const server = new LiveServer();
  before(() => server.start());
  after(() => server.close());

  test('are answered the same way, and the server goes on without growing', async (context) => {
    const tally = new Tally();
    const known = await populate((...call) => server.call(...call), 0);
    const before = residentBytes(server.process.pid);
    for (let number = 0; number < BODIES_SENT; number++) {
      const request = badRequest(SEED, number, known);
      // A poll for what is there waits for a minute.
      if (request.operation === 'GetActivityTask') continue;
      const { operation, headers, body } = request;
      tally.count(
        request,
        number,
        await withinTime(request, number, server.ask({ operation, headers, body })),
      );
    }
    await server.goesOn();
    assertGrowth(residentBytes(server.process.pid) - before);
    context.diagnostic(tally.toString());
  });
});

type Answer = Pick<ServiceResponse, 'status' | 'body'>;

/** What was answered how often; whatever must not be answered ends the test. */
class Tally {
  readonly #codes = new Map<string, number>();

  count(request: BadRequest, number: number, answer: Answer): void {
    const code = codeOf(answer);
    const problems = problemsIn(request, answer, code);
    assert.deepEqual(
      problems,
      [],
      `${shown(request, number)}\n-> ${answer.status} ${String(answer.body).slice(0, 2000)}`,
    );
    this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1);
  }

  toString(): string {
    const sorted = [...this.#codes].sort(([, a], [, b]) => b - a);
    return sorted.map(([code, times]) => `${code} ${times}`).join(', ');
  }
}

/** Of every operation, whatever its own are. */
const COMMON = new Set(['ValidationException', 'SerializationException']);

function problemsIn({ operation, headers }: BadRequest, { status, body }: Answer, code: string): string[] {
  if (!headers['content-type']?.startsWith('application/x-amz-json-1.0'))
    return only(code, 'UnsupportedMediaTypeException');
  const isBuilt = Object.hasOwn(OPERATIONS, operation);
  if (headers['x-amz-target'] !== `AWSStepFunctions.${operation}` || !isBuilt)
    return only(code, 'UnknownOperationException');
  if (status === 200) return breachesIn(operation, JSON.parse(String(body)));
  if (status === 413) return only(code, 'RequestEntityTooLargeException');
  if (status !== 400) return [`the status is ${status}`];
  if (COMMON.has(code) || MODEL.operations[operation].errors.includes(code)) return [];
  return [`${operation} has no error ${code}`];
}

function only(code: string, wanted: string): string[] {
  return code === wanted ? [] : [`${code} instead of ${wanted}`];
}

function codeOf({ status, body }: Answer): string {
  return status === 200 ? 'answered' : String(JSON.parse(String(body)).__type);
}

function shown({ headers, body }: BadRequest, number: number): string {
  const text = body.toString().slice(0, 3000);
  return `SEED=${SEED}, body ${number}: ${JSON.stringify(headers)}\n${text}`;
}

/** Whatever is thrown on the way says of which request. */
async function withinTime(request: BadRequest, number: number, answer: Promise<Answer>): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => reject(new Error(`none within ${ANSWER_MS_MAX} ms`)), ANSWER_MS_MAX);
  try {
    return await Promise.race([answer, promise]);
  } catch (cause) {
    throw new Error(`no answer: ${shown(request, number)}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

function assertGrowth(bytes: number): void {
  assert.ok(bytes < GROWTH_BYTES_MAX, `it has grown by ${bytes} bytes`);
}

/** What is still needed. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

function residentBytes(pid: number): number {
  return 1024 * Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
