import { signRequest } from '../../src/base/sigv4.ts';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One call of the API, signed: any endpoint takes it. */
export async function call(endpoint: string, operation: string, params: object): Promise<Answer> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION } = process.env;
  const body = JSON.stringify(params);
  const request = {
    method: 'POST',
    url: endpoint,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AWSStepFunctions.${operation}`,
    },
    body,
  };
  const headers = signRequest({
    ...request,
    service: 'states',
    region: AWS_REGION ?? 'us-east-1',
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID ?? 'test',
      secretAccessKey: AWS_SECRET_ACCESS_KEY ?? 'test',
      ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
    },
    now: Date.now(),
  });
  const response = await fetch(endpoint, { method: 'POST', headers, body });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch (cause) {
    throw new Error(`${operation} is not answered with JSON but with status ${response.status}`, { cause });
  }
}

/** The answer in the form that it has in the record: of an SDK, or of what Python printed of an exception. */
export function asRecorded(value: unknown, operation: string, { status, body }: Answer): unknown {
  const metadata = { ResponseMetadata: { HTTPHeaders: {}, HTTPStatusCode: status } };
  if (status === 200) return { ...body, ...metadata };
  const text = `An error occurred (${body.__type}) when calling the ${operation} operation: ${body.message}`;
  if (typeof value === 'string') return text;
  if (typeof value === 'object' && value !== null && 'exception_value' in value) {
    return { exception_typename: body.__type, exception_value: text };
  }
  return { Error: { Code: body.__type, Message: body.message }, message: body.message, ...metadata };
}
