import type { HttpService } from '../../base/http-service.ts';
import type { ServiceEndpoint } from './endpoint.ts';

/** A service of this server, called without a network: the execution's account and region are the caller's. */
export function ownEndpoint(service: HttpService, uuid: () => string): ServiceEndpoint {
  return {
    async send({ scope, headers, body, actor }, signal) {
      const requestId = uuid();
      const answer = await service.handle({
        ...{ method: 'POST', path: '/', query: new URLSearchParams(), headers },
        ...{ body: Buffer.from(body), scope, requestId, signal, actor },
      });
      return {
        status: answer.status,
        contentType: answer.headers['content-type'] ?? '',
        requestId,
        queryError: answer.headers['x-amzn-query-error'],
        body: String(answer.body),
      };
    },
  };
}
