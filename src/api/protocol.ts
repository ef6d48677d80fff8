import { isUtf8 } from 'node:buffer';
import type { HttpService, ServiceRequest, ServiceResponse } from '../base/http-service.ts';
import { JsonBytes } from '../base/json-bytes.ts';
import { REQUEST_BYTES_MAX } from '../base/limits.ts';
import type { LogGroups } from '../base/log-groups.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Instant } from '../base/time.ts';
import { Unavailable } from '../base/unavailable.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Engine } from '../engine/engine.ts';
import { operationAt, TARGET_PREFIX } from './built.ts';
import type { Fields } from './constraint.ts';
import { type Call, WrittenOutput } from './operation.ts';
import { OPERATIONS } from './operation-table.ts';
import { PageTokens } from './page-token.ts';

const START = `${TARGET_PREFIX}StartExecution`;
const CONTENT_TYPE = 'application/x-amz-json-1.0';
const HEADERS = { 'content-type': CONTENT_TYPE };

export interface StatesServiceOptions {
  readonly engine: Engine;
  readonly catalog: Catalog;
  /** Where machines may log. */
  readonly logGroups: Pick<LogGroups, 'has'>;
  readonly now: () => Instant;
  /** Seals page tokens; the same on all nodes, and across restarts. */
  readonly secret: Buffer;
}

/**
 * The Step Functions API: AWS JSON 1.0 over `POST /`. The only place that knows `X-Amz-Target`, `__type` and status
 * codes. What is neither refused nor unavailable rises: it is a defect of ours.
 */
export function createStatesService(options: StatesServiceOptions): HttpService {
  const { engine, catalog, logGroups, now } = options;
  const pages = new PageTokens(options.secret);
  const bytes = new JsonBytes();
  return {
    bodyBytesMax: REQUEST_BYTES_MAX,
    // The one that clients call without end, and that costs a read, a signature and a parser to refuse later.
    isFull: (headers) => headers['x-amz-target'] === START && engine.isFull(),
    async handle(request) {
      try {
        const misdirected = refusalOf(request);
        if (misdirected !== undefined) return misdirected;
        const { scope, signal } = request;
        const call = { engine, catalog, logGroups, pages, bytes, scope, now: now(), signal };
        const traceId = traceIdOf(request);
        const output = await outputOf(request, traceId === undefined ? call : { ...call, traceId });
        const body = output instanceof WrittenOutput ? output.json : JSON.stringify(output);
        return { status: 200, headers: HEADERS, body };
      } catch (error) {
        if (error instanceof ServiceError) return refusal(400, error.code, error.message, error.reason);
        if (error instanceof Unavailable)
          return refusal(503, 'ServiceUnavailable', 'Service is unavailable; try again.');
        throw error;
      }
    },
  };
}

function refusalOf(request: ServiceRequest): ServiceResponse | undefined {
  if (request.method !== 'POST' || request.path !== '/') {
    return refusal(404, 'UnknownOperationException', 'Operations are called with POST /.');
  }
  if (!String(request.headers['content-type']).startsWith(CONTENT_TYPE)) {
    return refusal(415, 'UnsupportedMediaTypeException', `Content-Type must be ${CONTENT_TYPE}.`);
  }
  return undefined;
}

function outputOf(request: ServiceRequest, call: Call): Promise<object> {
  const operation = operationOf(request.headers['x-amz-target']);
  return OPERATIONS[operation](parseBody(request.body), call);
}

/** A header that no trace header may look like is passed over: it was not meant for us. */
function traceIdOf({ headers }: ServiceRequest): string | undefined {
  const traceId = headers['x-amzn-trace-id'];
  return typeof traceId === 'string' && /^\p{ASCII}{1,256}$/u.test(traceId) ? traceId : undefined;
}

function operationOf(target: string | string[] | undefined): keyof typeof OPERATIONS {
  const operation = operationAt(target);
  if (operation !== undefined) return operation;
  throw new ServiceError(
    'UnknownOperationException',
    `Unknown operation: X-Amz-Target must be ${TARGET_PREFIX}<Operation>.`,
  );
}

function parseBody(body: Buffer): Fields {
  if (body.length === 0) return {};
  if (!isUtf8(body)) throw new ServiceError('SerializationException', 'The request is not UTF-8.');
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ServiceError('SerializationException', 'The request is not valid JSON.');
  }
  if (isFields(value)) return value;
  throw new ServiceError('SerializationException', 'The request must be a JSON object.');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refusal(status: number, code: string, message: string, reason?: string): ServiceResponse {
  const body = JSON.stringify({ __type: code, message, ...(reason === undefined ? {} : { reason }) });
  return { status, headers: HEADERS, body };
}
