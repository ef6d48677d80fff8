import type { Json } from '../../base/json.ts';
import { StateError } from '../../base/state-error.ts';
import type { Instant } from '../../base/time.ts';
import type { EndpointAnswer } from './endpoint.ts';

/** What the SDK for Java 1, which optimized integrations use, adds to the members of an answer. */
export function sdkMetadata(answer: EndpointAnswer, now: Instant): { readonly [name: string]: Json } {
  const { status, contentType, requestId, body } = answer;
  const headers = {
    connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(body)),
    'Content-Type': contentType,
    Date: new Date(now).toUTCString(),
    'x-amzn-RequestId': requestId,
  };
  return {
    SdkHttpMetadata: {
      // In the order of every recorded answer.
      AllHttpHeaders: {
        'x-amzn-RequestId': [headers['x-amzn-RequestId']],
        connection: [headers.connection],
        'Content-Length': [headers['Content-Length']],
        Date: [headers.Date],
        'Content-Type': [headers['Content-Type']],
      },
      HttpHeaders: headers,
      HttpStatusCode: status,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}

export interface SdkService {
  /** In the names of errors: `SQS`. */
  readonly prefix: string;
  /** In their causes, and the name of an error without a class: `AmazonSQS`. */
  readonly sdkName: string;
}

/** @param exception The SDK's class for it; undefined when it has none. */
export function sdkError(
  { prefix, sdkName }: SdkService,
  {
    code,
    message,
    exception,
  }: { readonly code: string; readonly message: string; readonly exception: string | undefined },
  { status, requestId }: EndpointAnswer,
): StateError {
  const details = `Service: ${sdkName}; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`;
  return new StateError(`${prefix}.${exception ?? `${sdkName}Exception`}`, `${message} (${details})`);
}

/** The request got no answer. */
export function sdkClientError({ prefix }: SdkService, message: string): StateError {
  return new StateError(`${prefix}.SdkClientException`, message);
}
