import { Payload } from '../../src/base/payload.ts';
import type { Attempt } from '../../src/engine/integration.ts';
import type { EndpointAnswer, ServiceEndpoint } from '../../src/integrations/endpoint/endpoint.ts';

/** An endpoint that gives one answer, and remembers what it was sent. */
export function endpointOf(change: Partial<EndpointAnswer>): {
  endpoint: ServiceEndpoint;
  sent(): readonly string[];
} {
  const bodies: string[] = [];
  const answer = {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    requestId: 'r',
    body: '{}',
  };
  return {
    endpoint: {
      async send({ body }) {
        bodies.push(body);
        return { ...answer, ...change };
      },
    },
    sent: () => bodies,
  };
}

export function attemptOf(service: string, action: string, parameters: object): Attempt {
  const arn = `arn:aws:states:::${service}:${action}`;
  return {
    id: '1-1',
    resource: { kind: 'service', arn, service, action, pattern: 'requestResponse' },
    parameters: Payload.fromText(JSON.stringify(parameters)),
    scope: { region: 'us-east-1', account: '123456789012' },
    executionArn: 'arn:aws:states:us-east-1:123456789012:execution:m:e',
  };
}
