import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceResponse } from '../base/http-service.ts';

/** What the listener answers instead of a service. */
export interface Refused extends ServiceResponse {
  readonly code: string;
  readonly message: string;
}

/** In the form that clients of both AWS JSON and REST JSON read. */
export function refused(status: number, code: string, message: string): Refused {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code };
  return { status, headers, code, message, body: JSON.stringify({ __type: code, message }) };
}

/** The same for who sends forms: clients of AWS Query read XML, and fail over anything else. */
export function inFormOf(
  headers: IncomingHttpHeaders,
  answer: ServiceResponse | Refused,
  requestId: string,
): ServiceResponse {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  if (!isForm || !('code' in answer)) return answer;
  const { status, code, message } = answer;
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = `<Error><Type>${type}</Type><Code>${escaped(code)}</Code><Message>${escaped(message)}</Message></Error>`;
  const body = `<ErrorResponse>${error}<RequestId>${requestId}</RequestId></ErrorResponse>\n`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
