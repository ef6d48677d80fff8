import type { ListenerRefusal, ServiceResponse } from '../../base/http-service.ts';
import { element, printXml } from '../service/xml.ts';
import { s3RequestId } from './object-events.ts';

/** S3's error document. */
export function refused(
  { code, message, status }: { readonly code: string; readonly message: string; readonly status: number },
  { path, requestId }: { readonly path: string; readonly requestId: string },
): ServiceResponse {
  const document = element('Error', [
    element('Code', code),
    element('Message', message),
    element('Resource', path),
    element('RequestId', s3RequestId(requestId)),
  ]);
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${printXml(document)}`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** What the listener refuses, in S3's words for it. */
export function listenerRefusal(refusal: ListenerRefusal): ServiceResponse {
  const { code, message } = refusal;
  const [known, status] = known403(code, message) ?? [code, refusal.status];
  const text = known === 'InvalidAccessKeyId' ? UNKNOWN_KEY : message;
  return refused({ code: known, status, message: text }, refusal);
}

const UNKNOWN_KEY = 'The AWS Access Key Id you provided does not exist in our records.';

function known403(code: string, message: string): [string, number] | undefined {
  if (code === 'UnrecognizedClientException') return ['InvalidAccessKeyId', 403];
  if (code === 'AccessDeniedException' || code === 'MissingAuthenticationTokenException')
    return ['AccessDenied', 403];
  if (code === 'IncompleteSignatureException') return ['AuthorizationHeaderMalformed', 400];
  if (code !== 'InvalidSignatureException') return undefined;
  if (message.startsWith('The request signature we calculated')) return ['SignatureDoesNotMatch', 403];
  if (message.startsWith('Signature expired') || message.startsWith('Signature not yet'))
    return [
      message.includes('earlier than') || message.includes('still later')
        ? 'RequestTimeTooSkewed'
        : 'AccessDenied',
      403,
    ];
  return ['AccessDenied', 403];
}
