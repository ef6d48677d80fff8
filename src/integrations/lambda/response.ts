import type { Json } from '../../base/json.ts';
import { parseJson } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import type { FunctionAnswer } from './port.ts';

/** The result of `lambda:invoke`: what the function answered, in the shape of the AWS SDK that Step Functions uses. */
export function responseOf(
  answer: FunctionAnswer,
  { withLog, now, uuid }: { readonly withLog: boolean; readonly now: Instant; readonly uuid: () => string },
): Json {
  const { statusCode, requestId, executedVersion } = answer;
  const headers = headersOf(answer, { now, uuid });
  const version = headers['X-Amz-Executed-Version'] === undefined ? {} : { ExecutedVersion: executedVersion };
  return {
    ...version,
    ...(withLog && statusCode === 200 ? { LogResult: Buffer.from(answer.logTail).toString('base64') } : {}),
    Payload: payloadOf(answer.payload),
    SdkHttpMetadata: {
      AllHttpHeaders: all(headers),
      HttpHeaders: pick(headers, SINGLE_ORDER),
      HttpStatusCode: statusCode,
    },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: statusCode,
  };
}

/** The order in which the two maps print in every recorded history. */
const ALL_ORDER = [
  'X-Amz-Executed-Version',
  'x-amzn-Remapped-Content-Length',
  'Connection',
  'x-amzn-RequestId',
  'Content-Length',
  'Date',
  'X-Amzn-Trace-Id',
  'Content-Type',
];
const SINGLE_ORDER = [
  'Connection',
  'Content-Length',
  'Content-Type',
  'Date',
  'X-Amz-Executed-Version',
  'x-amzn-Remapped-Content-Length',
  'x-amzn-RequestId',
  'X-Amzn-Trace-Id',
];

type Headers = Readonly<Record<string, string | undefined>>;

function headersOf(answer: FunctionAnswer, { now, uuid }: { now: Instant; uuid: () => string }): Headers {
  const digits = `${uuid()}${uuid()}`.replaceAll('-', '');
  const seconds = Math.floor(now / 1000).toString(16);
  return {
    Connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(answer.payload)),
    // An event is only accepted: no function has run that could have a version or a type.
    ...(answer.statusCode === 200
      ? { 'Content-Type': 'application/json', 'X-Amz-Executed-Version': answer.executedVersion }
      : {}),
    Date: new Date(now).toUTCString(),
    'x-amzn-Remapped-Content-Length': '0',
    'x-amzn-RequestId': answer.requestId,
    'X-Amzn-Trace-Id': `Root=1-${seconds}-${digits.slice(0, 24)};Parent=${digits.slice(24, 40)};Sampled=0`,
  };
}

function pick(headers: Headers, order: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of order) {
    const value = headers[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

function all(headers: Headers): Record<string, Json> {
  return Object.fromEntries(Object.entries(pick(headers, ALL_ORDER)).map(([name, value]) => [name, [value]]));
}

/** What is not JSON is passed on as text; an event answers with nothing. */
function payloadOf(text: string): Json {
  if (text === '') return {};
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text;
  }
}
