import type { HttpService } from '../../base/http-service.ts';
import { StateError } from '../../base/state-error.ts';
import type { S3Endpoint } from './s3.ts';

/** More than any state may have as its result. */
const BYTES_MAX = 1_000_000;

/** The S3 of this server, called without a network: the execution's account and region are the caller's. */
export function ownS3(service: HttpService, uuid: () => string): S3Endpoint {
  return {
    async send({ body, ...request }, signal) {
      const bytes = Buffer.from(body);
      const answer = await service.handle({
        ...{ ...request, signal, requestId: uuid(), body: bytes },
        headers: { ...request.headers, 'content-length': String(bytes.length) },
      });
      const { outgoing } = answer;
      if (outgoing === undefined) return { ...answer, body: String(answer.body) };
      const headers = { ...answer.headers, 'content-length': String(outgoing.bytes) };
      try {
        if (request.method === 'HEAD') return { ...answer, headers, body: '' };
        if (outgoing.bytes > BYTES_MAX) throw tooLarge();
        const chunks: Uint8Array[] = [];
        for await (const chunk of outgoing.chunks) chunks.push(chunk);
        return { ...answer, headers, body: Buffer.concat(chunks).toString() };
      } finally {
        outgoing.close();
      }
    },
  };
}

function tooLarge(): StateError {
  return new StateError(
    'States.DataLimitExceeded',
    'The object is larger than the maximum number of bytes that a state may return',
  );
}
