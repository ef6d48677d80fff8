import { isNumber, isObject, type Json, member, parseJson, toNumber } from '../../base/json.ts';
import type { BackendAnswer, BackendRequest } from './backend.ts';
import { misconfigured } from './gateway-error.ts';

/** Answers with the status that the request template has made: `{"statusCode": 200}`. @throws GatewayError */
export function answerMock({ body }: BackendRequest): BackendAnswer {
  const status = statusOf(body.toString());
  return { status, headers: {}, body: Buffer.alloc(0), selector: String(status) };
}

function statusOf(text: string): number {
  let value: Json | undefined;
  try {
    value = parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const status = isObject(value) ? member(value, 'statusCode') : undefined;
  if (isNumber(status) && Number.isInteger(toNumber(status))) return toNumber(status);
  throw misconfigured(
    'Unable to parse statusCode. It should be an integer that is defined in the request template.',
  );
}
