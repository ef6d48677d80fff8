import type { ControlOperation } from '../control-operation.ts';
import {
  createApi,
  deleteApi,
  deleteCorsConfiguration,
  getApi,
  getApis,
  updateApi,
} from './api-operations.ts';
import {
  createIntegration,
  deleteIntegration,
  getIntegration,
  getIntegrations,
  updateIntegration,
} from './integration-operations.ts';
import { createRoute, deleteRoute, getRoute, getRoutes, updateRoute } from './route-operations.ts';
import {
  createDeployment,
  createStage,
  deleteDeployment,
  deleteStage,
  getDeployment,
  getDeployments,
  getStage,
  getStages,
  updateStage,
} from './stage-operations.ts';

const API = '/v2/apis/*';

/** The second API Gateway: by path, a star for each name in it, and by method. */
export const HTTP_ROUTES: Readonly<Record<string, Readonly<Record<string, ControlOperation>>>> = {
  '/v2/apis': { POST: createApi, GET: getApis },
  [API]: { GET: getApi, PATCH: updateApi, DELETE: deleteApi },
  [`${API}/cors`]: { DELETE: deleteCorsConfiguration },
  [`${API}/integrations`]: { POST: createIntegration, GET: getIntegrations },
  [`${API}/integrations/*`]: { GET: getIntegration, PATCH: updateIntegration, DELETE: deleteIntegration },
  [`${API}/routes`]: { POST: createRoute, GET: getRoutes },
  [`${API}/routes/*`]: { GET: getRoute, PATCH: updateRoute, DELETE: deleteRoute },
  [`${API}/stages`]: { POST: createStage, GET: getStages },
  [`${API}/stages/*`]: { GET: getStage, PATCH: updateStage, DELETE: deleteStage },
  [`${API}/deployments`]: { POST: createDeployment, GET: getDeployments },
  [`${API}/deployments/*`]: { GET: getDeployment, DELETE: deleteDeployment },
};
