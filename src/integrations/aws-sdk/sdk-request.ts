import type { JsonObject } from '../../base/json.ts';
import type { EndpointRequest } from '../endpoint/endpoint.ts';
import type { ServiceFacts } from './facts.ts';
import { restRequest } from './rest-request.ts';
import type { SdkOperation } from './sdk-operation.ts';
import { writeForm } from './wire-form.ts';
import { writeJson } from './wire-json.ts';

/** The request that a call is, by the protocol of its service. */
export function sdkRequest(
  facts: ServiceFacts,
  operation: SdkOperation,
  parameters: JsonObject,
): Omit<EndpointRequest, 'scope'> {
  switch (facts.protocol) {
    case 'json':
      return {
        headers: {
          'content-type': `application/x-amz-json-${facts.jsonVersion}`,
          'x-amz-target': `${facts.target}.${operation.name}`,
        },
        body: JSON.stringify(writeJson(parameters, operation.input)),
      };
    case 'query': {
      const form = new URLSearchParams({ Action: operation.name, Version: facts.apiVersion });
      writeForm(form, parameters, operation.input);
      return {
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: String(form),
      };
    }
    default:
      return restRequest(facts, operation, parameters);
  }
}
