import type { Server } from '../../src/server.ts';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function call(server: Server, operation: string, params: object): Promise<Answer> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AWSStepFunctions.${operation}`,
    },
    body: JSON.stringify(params),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
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
