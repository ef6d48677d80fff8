import type { JsonObject } from '../../base/json.ts';
import { Payload } from '../../base/payload.ts';
import { StateError } from '../../base/state-error.ts';
import type { Integration } from '../../engine/integration.ts';
import { type EndpointAnswer, type ServiceEndpoint, Unreachable } from '../endpoint/endpoint.ts';
import { taskActor } from '../endpoint/task-actor.ts';
import { upperFirst } from './casing.ts';
import type { ServiceFacts } from './facts.ts';
import { javaException } from './java-name.ts';
import { sdkClientError, sdkError } from './refusal.ts';
import { type SdkOperation, sdkOperation } from './sdk-operation.ts';
import { sdkParameters } from './sdk-parameters.ts';
import { sdkRequest } from './sdk-request.ts';
import { sdkRefusal, sdkResult } from './sdk-result.ts';
import type { SdkService } from './sdk-service.ts';

/** Every operation of one service. */
export function createSdkIntegration(service: SdkService, endpoint: ServiceEndpoint): Integration {
  const { sdk, finished = (request) => request } = service;
  const classes = classesOf(service);
  const operations = new Map<string, SdkOperation | undefined>();
  return {
    async send({ resource, parameters, scope, ...attempt }, signal) {
      const action = resource.kind === 'service' ? resource.action : '';
      const name = upperFirst(action);
      if (!operations.has(name)) operations.set(name, sdkOperation(service, name));
      const operation = operations.get(name);
      if (operation === undefined)
        throw new StateError(
          'States.Runtime',
          `${resource.arn} is no action of ${sdk} that can be called here`,
        );
      const request = sdkRequest(service, operation, sdkParameters(parameters.value, operation.input));
      try {
        const answer = await endpoint.send(
          { scope, ...taskActor(attempt), ...finished(request, operation) },
          signal,
        );
        if (answer.status >= 300) throw refused(service, { classes, operation, answer });
        return Payload.fromValue(readable(sdk, () => sdkResult(service, operation, answer)));
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        throw sdkClientError(sdk, error.message);
      }
    },
  };
}

/** The SDK's classes by the codes of errors. */
function classesOf({ errors }: ServiceFacts): ReadonlyMap<string, string> {
  return new Map(
    errors.split(' ').map((one) => {
      const [code = '', shape = code] = one.split('=');
      return [code, javaException(shape)];
    }),
  );
}

interface Refused {
  readonly classes: ReadonlyMap<string, string>;
  readonly operation: SdkOperation;
  readonly answer: EndpointAnswer;
}

function refused(service: SdkService, { classes, operation, answer }: Refused): StateError {
  const { sdk, codeOf } = service;
  const { status, headers } = answer;
  const said = readable(sdk, () => sdkRefusal(service, answer));
  const code = said.code === '' ? (codeOf?.(operation.name, status) ?? '') : said.code;
  const exception = classes.get(code);
  return sdkError(
    sdk,
    { ...said, code, status, isModelled: exception !== undefined, exception },
    {
      requestId: headers['x-amz-request-id'] ?? answer.requestId,
      extendedRequestId: headers['x-amz-id-2'],
    },
  );
}

function readable<Value extends JsonObject | ReturnType<typeof sdkRefusal>>(
  sdk: string,
  read: () => Value,
): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw sdkClientError(sdk, `The answer of the service cannot be read: ${error.message}`);
  }
}
