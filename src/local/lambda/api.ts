import type { HttpService, ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import { LAMBDA_REQUEST_BYTES_MAX } from '../../base/limits.ts';
import { StateError } from '../../base/state-error.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { LambdaServices, Operation } from './operation.ts';
import { createFunction } from './operations/create-function.ts';
import { deleteFunction } from './operations/delete-function.ts';
import { getFunction, getFunctionConfiguration } from './operations/get-function.ts';
import { invoke } from './operations/invoke.ts';
import { listFunctions } from './operations/list-functions.ts';
import { updateFunctionCode } from './operations/update-function-code.ts';
import { updateFunctionConfiguration } from './operations/update-function-configuration.ts';
import { Refusal } from './refusal.ts';

const ROOT = '/2015-03-31/functions';

/** By method and by what follows the function's name in the path. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET ': getFunction,
  'DELETE ': deleteFunction,
  'GET configuration': getFunctionConfiguration,
  'PUT configuration': updateFunctionConfiguration,
  'PUT code': updateFunctionCode,
  'POST invocations': invoke,
};

/** Operations of Lambda that this host does not have, by a part of their path, so that an answer can name them. */
const MISSING: readonly (readonly [RegExp, string])[] = [
  [/\/aliases/, 'aliases'],
  [/\/versions/, 'versions'],
  [/\/policy/, 'resource policies (AddPermission, RemovePermission, GetPolicy)'],
  [/\/layers/, 'layers'],
  [/event-source-mappings/, 'event source mappings'],
  [/event-invoke-config/, 'event invoke configurations'],
  [/concurrency/, 'concurrency settings'],
  [/\/tags\//, 'tag operations (tags given to CreateFunction are kept)'],
  [/response-streaming-invocations/, 'InvokeWithResponseStream'],
  [/invoke-async/, 'InvokeAsync'],
  [/\/urls?$/, 'function URLs'],
  [/account-settings/, 'GetAccountSettings'],
];

/** Lambda's REST API: the operations that creating, changing and calling functions takes. */
export class LambdaApi implements HttpService {
  readonly bodyBytesMax = LAMBDA_REQUEST_BYTES_MAX;
  readonly #services: LambdaServices;

  constructor(services: LambdaServices) {
    this.#services = services;
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    try {
      const { operation, functionName } = route(request);
      return await operation({ functionName, request }, this.#services);
    } catch (error) {
      return answerTo(error);
    }
  }
}

function route({ method, path }: ServiceRequest): { operation: Operation; functionName: string } {
  const rest = path.startsWith(ROOT) ? path.slice(ROOT.length).replace(/\/$/, '') : undefined;
  if (rest === '') {
    if (method === 'POST') return { operation: createFunction, functionName: '' };
    if (method === 'GET') return { operation: listFunctions, functionName: '' };
  }
  const [, functionName, action = ''] = /^\/([^/]+)(?:\/([a-z]+))?$/.exec(rest ?? '') ?? [];
  const key = `${method} ${action}`;
  const operation = Object.hasOwn(OPERATIONS, key) ? OPERATIONS[key] : undefined;
  if (operation !== undefined && functionName !== undefined) return { operation, functionName };
  const [, name] = MISSING.find(([pattern]) => pattern.test(path)) ?? [];
  const what = name === undefined ? `${method} ${path}` : `${name}: ${method} ${path}`;
  throw new Refusal('UnknownOperationException', `The local function host does not have ${what}`);
}

/** What a caller is told about an error; one that is a defect of ours is thrown on. */
export function answerTo(error: unknown): ServiceResponse {
  return refused(refusalOf(error));
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof Unavailable) return new Refusal('ServiceException', error.message);
  if (error instanceof StateError && error.error === 'Lambda.TooManyRequestsException') {
    return new Refusal('TooManyRequestsException', 'Rate Exceeded.');
  }
  if (error instanceof StateError) return new Refusal('ServiceException', error.message);
  throw error;
}

function refused(refusal: Refusal): ServiceResponse {
  return {
    status: refusal.status,
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': refusal.code },
    body: refusal.body,
  };
}
