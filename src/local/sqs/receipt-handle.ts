import { ServiceRefusal } from '../service/refusal.ts';

/** Names a message and one receipt of it; only the newest receipt counts. */
export function receiptHandle(messageId: string, nonce: string): string {
  return Buffer.from(`${messageId}/${nonce}`).toString('base64url');
}

/** @throws ServiceRefusal for what we never gave out. */
export function idOf(handle: string): { id: string; nonce: string } {
  const [, id, nonce] = PARTS.exec(Buffer.from(handle, 'base64url').toString()) ?? [];
  if (id !== undefined && nonce !== undefined && receiptHandle(id, nonce) === handle) return { id, nonce };
  throw new ServiceRefusal(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}

const PARTS = /^([0-9a-f-]{36})\/([0-9a-f-]{36})$/;
