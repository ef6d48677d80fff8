import { getAccount, updateAccount } from './account-operations.ts';
import { createRestApi, deleteRestApi, getRestApi, getRestApis, updateRestApi } from './api-operations.ts';
import type { ControlOperation } from './control-operation.ts';
import { HTTP_ROUTES } from './http/http-routes.ts';
import {
  deleteIntegration,
  deleteIntegrationResponse,
  getIntegration,
  getIntegrationResponse,
  putIntegration,
  putIntegrationResponse,
  updateIntegration,
  updateIntegrationResponse,
} from './integration-operations.ts';
import {
  deleteMethod,
  deleteMethodResponse,
  getMethod,
  getMethodResponse,
  putMethod,
  putMethodResponse,
  updateMethod,
  updateMethodResponse,
} from './method-operations.ts';
import {
  createResource,
  deleteResource,
  getResource,
  getResources,
  updateResource,
} from './resource-operations.ts';
import {
  createDeployment,
  createStage,
  deleteDeployment,
  deleteStage,
  getDeployment,
  getDeployments,
  getStage,
  getStages,
  updateDeployment,
  updateStage,
} from './stage-operations.ts';
import { testInvokeMethod } from './test-operation.ts';

const RESOURCE = '/restapis/*/resources/*';
const METHOD = `${RESOURCE}/methods/*`;

/** By path, a star for each name in it, and by method. */
const ROUTES: Readonly<Record<string, Readonly<Record<string, ControlOperation>>>> = {
  ...HTTP_ROUTES,
  '/account': { GET: getAccount, PATCH: updateAccount },
  '/restapis': { POST: createRestApi, GET: getRestApis },
  '/restapis/*': { GET: getRestApi, PATCH: updateRestApi, DELETE: deleteRestApi },
  '/restapis/*/resources': { GET: getResources },
  [RESOURCE]: { POST: createResource, GET: getResource, PATCH: updateResource, DELETE: deleteResource },
  [METHOD]: {
    ...{ PUT: putMethod, GET: getMethod, PATCH: updateMethod, DELETE: deleteMethod },
    POST: testInvokeMethod,
  },
  [`${METHOD}/responses/*`]: {
    ...{ PUT: putMethodResponse, GET: getMethodResponse },
    ...{ PATCH: updateMethodResponse, DELETE: deleteMethodResponse },
  },
  [`${METHOD}/integration`]: {
    ...{ PUT: putIntegration, GET: getIntegration },
    ...{ PATCH: updateIntegration, DELETE: deleteIntegration },
  },
  [`${METHOD}/integration/responses/*`]: {
    ...{ PUT: putIntegrationResponse, GET: getIntegrationResponse },
    ...{ PATCH: updateIntegrationResponse, DELETE: deleteIntegrationResponse },
  },
  '/restapis/*/deployments': { POST: createDeployment, GET: getDeployments },
  '/restapis/*/deployments/*': { GET: getDeployment, PATCH: updateDeployment, DELETE: deleteDeployment },
  '/restapis/*/stages': { POST: createStage, GET: getStages },
  '/restapis/*/stages/*': { GET: getStage, PATCH: updateStage, DELETE: deleteStage },
};

/** @returns what a request asks for, and the names in its path; undefined when it is not here. */
export function routeOf(
  method: string,
  path: string,
): { readonly operation: ControlOperation; readonly path: readonly string[] } | undefined {
  const parts = path.replace(/\/$/, '').split('/');
  for (const [pattern, operations] of Object.entries(ROUTES)) {
    const wanted = pattern.split('/');
    if (wanted.length !== parts.length || wanted.some((part, at) => part !== '*' && part !== parts[at]))
      continue;
    const operation = Object.hasOwn(operations, method) ? operations[method] : undefined;
    return operation && { operation, path: parts.filter((_, at) => wanted[at] === '*') };
  }
  return undefined;
}
