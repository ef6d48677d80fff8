import { functionArn } from '../../../base/arn.ts';
import type { ServiceRequest, ServiceResponse } from '../../../base/http-service.ts';
import { parseJson } from '../../../base/json.ts';
import type { FunctionAnswer, FunctionCall } from '../../../integrations/lambda/port.ts';
import { functionNotFound } from '../functions.ts';
import { readQualified } from '../named-function.ts';
import type { Operation } from '../operation.ts';
import { Refusal } from '../refusal.ts';
import { invalid } from '../settings.ts';

/** Lambda's limits: 6 MB, and for events 1 MB. */
const PAYLOAD_BYTES_MAX = { RequestResponse: 6_291_456, Event: 1_048_576, DryRun: 6_291_456 } as const;
const INVOCATION_TYPES = ['RequestResponse', 'Event', 'DryRun'] as const;

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const invoke: Operation = async ({ functionName, request }, { host }) => {
  const named = readQualified(functionName, request);
  const { qualifier } = named;
  const traceHeader = single(request, 'x-amzn-trace-id');
  const call: FunctionCall = {
    functionName,
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(qualifier === undefined ? {} : { qualifier }),
    ...readCall(request),
    scope: request.scope,
    ...(request.actor === undefined ? {} : { actor: request.actor }),
  };
  // A client that has gone does not stop the function, as on Lambda.
  const answer = await host.invoke(call, new AbortController().signal);
  if (answer === undefined) {
    throw functionNotFound(functionArn(named, `${named.name}:${qualifier ?? '$LATEST'}`));
  }
  return responseOf(answer, single(request, 'x-amz-log-type') === 'Tail');
};

function readCall(
  request: ServiceRequest,
): Pick<FunctionCall, 'payload' | 'invocationType' | 'clientContext'> {
  const wanted = single(request, 'x-amz-invocation-type') ?? 'RequestResponse';
  const invocationType = INVOCATION_TYPES.find((type) => type === wanted);
  if (invocationType === undefined) {
    throw invalid(
      'invocationType',
      wanted,
      `Member must satisfy enum value set: [${INVOCATION_TYPES.join(', ')}]`,
    );
  }
  const bytesMax = PAYLOAD_BYTES_MAX[invocationType];
  if (request.body.length > bytesMax) {
    throw new Refusal(
      'RequestTooLargeException',
      `Request must be smaller than ${bytesMax} bytes for the InvokeFunction operation`,
    );
  }
  const payload = request.body.length === 0 ? '{}' : request.body.toString();
  checkJson(payload, 'Could not parse request body into json');
  const clientContext = single(request, 'x-amz-client-context');
  if (clientContext === undefined) return { payload, invocationType };
  checkJson(
    Buffer.from(clientContext, 'base64').toString(),
    'Client context must be a valid Base64-encoded JSON object',
  );
  return { payload, invocationType, clientContext };
}

function checkJson(text: string, complaint: string): void {
  try {
    parseJson(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal('InvalidRequestContentException', `${complaint}: ${error.message}`);
  }
}

function responseOf(answer: FunctionAnswer, withLog: boolean): ServiceResponse {
  const { statusCode, payload, functionError, executedVersion, requestId, logTail } = answer;
  return {
    status: statusCode,
    headers: {
      'x-amzn-RequestId': requestId,
      ...(statusCode === 200
        ? { 'Content-Type': 'application/json', 'X-Amz-Executed-Version': executedVersion }
        : {}),
      ...(functionError === undefined ? {} : { 'X-Amz-Function-Error': functionError }),
      ...(withLog && statusCode === 200
        ? { 'X-Amz-Log-Result': Buffer.from(logTail).toString('base64') }
        : {}),
    },
    body: payload,
  };
}

function single({ headers }: ServiceRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
