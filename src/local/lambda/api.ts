import type { HttpService, ServiceRequest, ServiceResponse } from '../../base/http-service.ts';
import { type LambdaOperation, type LambdaRoute, lambdaRoute } from '../../base/lambda-routes.ts';
import { LAMBDA_REQUEST_BYTES_MAX } from '../../base/limits.ts';
import { StateError } from '../../base/state-error.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { NotPermitted } from './not-permitted.ts';
import type { LambdaServices, Operation } from './operation.ts';
import { createAlias, deleteAlias, getAlias, listAliases, updateAlias } from './operations/aliases.ts';
import {
  deleteFunctionConcurrency,
  getFunctionConcurrency,
  putFunctionConcurrency,
} from './operations/concurrency.ts';
import { createFunction } from './operations/create-function.ts';
import { deleteFunction } from './operations/delete-function.ts';
import {
  createEventSourceMapping,
  deleteEventSourceMapping,
  getEventSourceMapping,
  listEventSourceMappings,
  updateEventSourceMapping,
} from './operations/event-source-mappings.ts';
import { getAccountSettings } from './operations/get-account-settings.ts';
import { getFunction, getFunctionConfiguration } from './operations/get-function.ts';
import { invoke } from './operations/invoke.ts';
import { listFunctions } from './operations/list-functions.ts';
import { addPermission, getPolicy, removePermission } from './operations/policy.ts';
import { listTags, tagResource, untagResource } from './operations/tags.ts';
import { updateFunctionCode } from './operations/update-function-code.ts';
import { updateFunctionConfiguration } from './operations/update-function-configuration.ts';
import { listVersionsByFunction, publishVersion } from './operations/versions.ts';
import { Refusal } from './refusal.ts';

const OPERATIONS: Readonly<Record<LambdaOperation, Operation>> = {
  CreateFunction: createFunction,
  ListFunctions: listFunctions,
  GetFunction: getFunction,
  DeleteFunction: deleteFunction,
  GetFunctionConfiguration: getFunctionConfiguration,
  UpdateFunctionConfiguration: updateFunctionConfiguration,
  UpdateFunctionCode: updateFunctionCode,
  Invoke: invoke,
  PublishVersion: publishVersion,
  ListVersionsByFunction: listVersionsByFunction,
  CreateAlias: createAlias,
  ListAliases: listAliases,
  GetAlias: getAlias,
  UpdateAlias: updateAlias,
  DeleteAlias: deleteAlias,
  AddPermission: addPermission,
  GetPolicy: getPolicy,
  RemovePermission: removePermission,
  PutFunctionConcurrency: putFunctionConcurrency,
  DeleteFunctionConcurrency: deleteFunctionConcurrency,
  GetFunctionConcurrency: getFunctionConcurrency,
  ListTags: listTags,
  TagResource: tagResource,
  UntagResource: untagResource,
  CreateEventSourceMapping: createEventSourceMapping,
  ListEventSourceMappings: listEventSourceMappings,
  GetEventSourceMapping: getEventSourceMapping,
  UpdateEventSourceMapping: updateEventSourceMapping,
  DeleteEventSourceMapping: deleteEventSourceMapping,
  GetAccountSettings: getAccountSettings,
};

/** Operations of Lambda that this host does not have, by a part of their path, so that an answer can name them. */
const MISSING: readonly (readonly [RegExp, string])[] = [
  [/\/layers/, 'layers'],
  [/event-invoke-config/, 'event invoke configurations'],
  [/provisioned-concurrency/, 'provisioned concurrency'],
  [/response-streaming-invocations/, 'InvokeWithResponseStream'],
  [/invoke-async/, 'InvokeAsync'],
  [/\/urls?$/, 'function URLs'],
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
      const { operation, functionName, detail } = route(request);
      return await OPERATIONS[operation]({ functionName, detail, request }, this.#services);
    } catch (error) {
      return answerTo(error);
    }
  }
}

function route({ method, path }: ServiceRequest): LambdaRoute {
  const found = lambdaRoute(method, path);
  if (found !== undefined) return found;
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
  if (error instanceof NotPermitted) return new Refusal('AccessDeniedException', error.why);
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
