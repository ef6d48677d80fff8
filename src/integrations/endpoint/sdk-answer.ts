import type { Json } from '../../base/json.ts';
import type { Instant } from '../../base/time.ts';
import type { EndpointAnswer } from './endpoint.ts';

/** What the SDK for Java 1, which optimized integrations use, adds to the members of an answer. */
export function sdkMetadata(answer: EndpointAnswer, now: Instant): { readonly [name: string]: Json } {
  const { status, requestId, body } = answer;
  const headers = {
    connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(body)),
    'Content-Type': answer.headers['content-type'] ?? '',
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
