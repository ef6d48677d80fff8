import { type JsonObject, member, setOwn } from '../../../base/json.ts';
import { notImplemented } from '../../service/refusal.ts';
import type { ControlOperation } from '../control-operation.ts';
import { flagOf, present, requiredText, textOf, textsOf } from '../input.ts';
import { badRequest, conflict, notFound } from '../refusals.ts';
import { ownOf } from '../stored-apis.ts';
import type { HttpApi, HttpDeployment, HttpStage } from './http-api.ts';
import { listPage } from './list-page.ts';

export const createStage: ControlOperation = async ({ scope, path: [id = ''], input }, { httpApis, now }) => {
  const stage = newStage(input, new Date(now()).toISOString());
  await httpApis.change(scope, id, (api) => {
    if (ownOf(api.stages, stage.stageName) !== undefined) throw conflict('Stage already exists');
    putStage(api, stage);
  });
  return { status: 201, body: stage };
};

export const getStages: ControlOperation = async ({ scope, path: [id = ''], query }, { httpApis }) => {
  return { status: 200, body: listPage(Object.values((await httpApis.get(scope, id)).stages), query) };
};

export const getStage: ControlOperation = async ({ scope, path: [id = '', name = ''] }, { httpApis }) => {
  return { status: 200, body: stageOf(await httpApis.get(scope, id), name) };
};

export const updateStage: ControlOperation = async (
  { scope, path: [id = '', name = ''], input },
  { httpApis, now },
) => {
  const at = new Date(now()).toISOString();
  const body = await httpApis.change(scope, id, (api) => {
    const { createdDate, ...before } = stageOf(api, name);
    const wanted: JsonObject = { ...before, ...input, stageName: name };
    const stage = { ...newStage(wanted, at), createdDate };
    putStage(api, stage);
    return stage;
  });
  return { status: 200, body };
};

export const deleteStage: ControlOperation = async ({ scope, path: [id = '', name = ''] }, { httpApis }) => {
  await httpApis.change(scope, id, (api) => {
    stageOf(api, name);
    delete api.stages[name];
  });
  return { status: 204 };
};

export const createDeployment: ControlOperation = async (
  { scope, path: [id = ''], input },
  { apis, httpApis, now },
) => {
  const deployment: HttpDeployment = {
    ...{ deploymentId: apis.newId(6), createdDate: new Date(now()).toISOString() },
    ...{ deploymentStatus: 'DEPLOYED', ...present({ description: textOf(input, 'description') }) },
  };
  const stageName = textOf(input, 'stageName');
  await httpApis.change(scope, id, (api) => {
    api.deployments[deployment.deploymentId] = deployment;
    if (stageName !== undefined) stageOf(api, stageName).deploymentId = deployment.deploymentId;
  });
  return { status: 201, body: deployment };
};

export const getDeployments: ControlOperation = async ({ scope, path: [id = ''], query }, { httpApis }) => {
  return { status: 200, body: listPage(Object.values((await httpApis.get(scope, id)).deployments), query) };
};

export const getDeployment: ControlOperation = async ({ scope, path: [id = '', one = ''] }, { httpApis }) => {
  return { status: 200, body: deploymentOf(await httpApis.get(scope, id), one) };
};

export const deleteDeployment: ControlOperation = async (
  { scope, path: [id = '', one = ''] },
  { httpApis },
) => {
  await httpApis.change(scope, id, (api) => {
    deploymentOf(api, one);
    if (Object.values(api.stages).some(({ deploymentId }) => deploymentId === one))
      throw conflict('Active stages pointing to this deployment must be moved or deleted');
    delete api.deployments[one];
  });
  return { status: 204 };
};

function stageOf({ stages }: HttpApi, name: string): HttpStage {
  const found = ownOf(stages, name);
  if (found !== undefined) return found;
  throw notFound('Invalid stage identifier specified');
}

function deploymentOf({ deployments }: HttpApi, id: string): HttpDeployment {
  const found = ownOf(deployments, id);
  if (found !== undefined) return found;
  throw notFound('Invalid deployment identifier specified');
}

function putStage(api: HttpApi, stage: HttpStage): void {
  if (stage.deploymentId !== undefined) deploymentOf(api, stage.deploymentId);
  setOwn(api.stages, stage.stageName, stage);
}

const MISSING = ['accessLogSettings', 'clientCertificateId', 'defaultRouteSettings', 'routeSettings'];

/** @throws ServiceRefusal */
export function newStage(input: JsonObject, createdDate: string): HttpStage {
  const missing = MISSING.find((name) => member(input, name) !== undefined);
  if (missing !== undefined) throw notImplemented('API Gateway', `${missing} of HTTP APIs`);
  const stageName = requiredText(input, 'stageName');
  if (stageName !== '$default' && !/^[A-Za-z0-9_-]{1,128}$/.test(stageName))
    throw badRequest('Stage name only allows alphanumeric characters, underscores and hyphens');
  return {
    ...{ stageName, autoDeploy: flagOf(input, 'autoDeploy') },
    ...present({
      deploymentId: textOf(input, 'deploymentId'),
      description: textOf(input, 'description'),
    }),
    stageVariables: textsOf(input, 'stageVariables') ?? {},
    tags: textsOf(input, 'tags') ?? {},
    ...{ createdDate, lastUpdatedDate: createdDate },
  };
}
