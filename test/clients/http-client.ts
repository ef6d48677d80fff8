import type { OperationName } from '../../src/api/model/operations.ts';
import { call } from '../conformance/calls.ts';
import type { ApiClient, Outcome } from './client.ts';

/** A signed POST, by hand: knows every operation. */
export async function openHttp(endpoint: string): Promise<HttpClient> {
  return { call: (operation, input) => post(endpoint, operation, input), async [Symbol.asyncDispose]() {} };
}

interface HttpClient extends ApiClient {
  call(operation: OperationName, input: object): Promise<Outcome>;
}

async function post(endpoint: string, operation: OperationName, input: object): Promise<Outcome> {
  const { status, body } = await call(endpoint, operation, input);
  if (status === 200) return { kind: 'answered', output: body };
  return { kind: 'refused', code: String(body.__type), message: String(body.message) };
}
