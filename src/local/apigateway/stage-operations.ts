import { type Json, setOwn } from '../../base/json.ts';
import { notImplemented } from '../service/refusal.ts';
import { seconds } from './api-operations.ts';
import type { ControlOperation } from './control-operation.ts';
import { flagOf, present, requiredText, textOf, textsOf } from './input.ts';
import { pageOf } from './page.ts';
import { applyChanges, changesOf } from './patch.ts';
import { badRequest, conflict, notFound } from './refusals.ts';
import type { Deployment, RestApi, Stage } from './rest-api.ts';
import { ownOf } from './stored-apis.ts';

export const createDeployment: ControlOperation = async (
  { scope, path: [apiId = ''], input },
  { apis, now },
) => {
  const stageName = textOf(input, 'stageName');
  const createdDate = seconds(now());
  const deployment: Deployment = {
    id: apis.newId(6),
    ...present({ description: textOf(input, 'description') }),
    createdDate,
  };
  const variables = textsOf(input, 'variables');
  const description = textOf(input, 'stageDescription');
  await apis.change(scope, apiId, (api) => {
    checkDeployable(api);
    api.deployments[deployment.id] = deployment;
    if (stageName === undefined || stageName === '') return;
    const known = ownOf(api.stages, stageName);
    const stage = known ?? newStage(stageName, { deploymentId: deployment.id, createdDate });
    Object.assign(stage, present({ variables, description }));
    Object.assign(stage, { deploymentId: deployment.id, lastUpdatedDate: createdDate });
    setOwn(api.stages, stageName, stage);
  });
  return { status: 201, body: deployment };
};

export const getDeployments: ControlOperation = async ({ scope, path: [apiId = ''], query }, { apis }) => {
  return { status: 200, body: pageOf(Object.values((await apis.get(scope, apiId)).deployments), query) };
};

export const getDeployment: ControlOperation = async ({ scope, path: [apiId = '', id = ''] }, { apis }) => {
  return { status: 200, body: deploymentOf(await apis.get(scope, apiId), id) };
};

export const updateDeployment: ControlOperation = async (
  { scope, path: [apiId = '', id = ''], input },
  { apis },
) => {
  const changes = changesOf(input);
  const deployment = await apis.change(scope, apiId, (api) => {
    const one = deploymentOf(api, id);
    applyChanges(one, changes, { description: 'text' });
    return one;
  });
  return { status: 200, body: deployment };
};

export const deleteDeployment: ControlOperation = async (
  { scope, path: [apiId = '', id = ''] },
  { apis },
) => {
  await apis.change(scope, apiId, (api) => {
    deploymentOf(api, id);
    if (Object.values(api.stages).some(({ deploymentId }) => deploymentId === id))
      throw badRequest('Active stages pointing to this deployment must be moved or deleted');
    delete api.deployments[id];
  });
  return { status: 202 };
};

export const createStage: ControlOperation = async ({ scope, path: [apiId = ''], input }, { apis, now }) => {
  const stageName = requiredText(input, 'stageName');
  const deploymentId = requiredText(input, 'deploymentId');
  if (flagOf(input, 'cacheClusterEnabled')) throw notImplemented('API Gateway', 'cache clusters');
  const stage: Stage = {
    ...newStage(stageName, { deploymentId, createdDate: seconds(now()) }),
    ...present({
      description: textOf(input, 'description'),
      variables: textsOf(input, 'variables'),
      tags: textsOf(input, 'tags'),
    }),
    tracingEnabled: flagOf(input, 'tracingEnabled'),
  };
  await apis.change(scope, apiId, (api) => {
    deploymentOf(api, deploymentId);
    if (Object.hasOwn(api.stages, stageName)) throw conflict('Stage already exists');
    setOwn(api.stages, stageName, stage);
  });
  return { status: 201, body: stage };
};

export const getStages: ControlOperation = async ({ scope, path: [apiId = ''], query }, { apis }) => {
  const deploymentId = query.get('deploymentId');
  const stages = Object.values((await apis.get(scope, apiId)).stages);
  return {
    status: 200,
    body: { item: stages.filter((one) => deploymentId === null || one.deploymentId === deploymentId) },
  };
};

export const getStage: ControlOperation = async ({ scope, path: [apiId = '', name = ''] }, { apis }) => {
  return { status: 200, body: stageOf(await apis.get(scope, apiId), name) };
};

export const updateStage: ControlOperation = async (
  { scope, path: [apiId = '', name = ''], input },
  { apis, now },
) => {
  const changes = changesOf(input);
  const stage = await apis.change(scope, apiId, (api) => {
    const one = stageOf(api, name);
    const settings = changes.filter(({ path }) => path.length === 4);
    for (const { path, value } of settings) setMethodSetting(one, path, value);
    applyChanges(
      one,
      changes.filter(({ path }) => path.length !== 4),
      { deploymentId: 'text', description: 'text', variables: 'map', tracingEnabled: 'flag' },
    );
    deploymentOf(api, one.deploymentId);
    one.lastUpdatedDate = seconds(now());
    return one;
  });
  return { status: 200, body: stage };
};

export const deleteStage: ControlOperation = async ({ scope, path: [apiId = '', name = ''] }, { apis }) => {
  await apis.change(scope, apiId, (api) => {
    stageOf(api, name);
    delete api.stages[name];
  });
  return { status: 202 };
};

function newStage(
  stageName: string,
  { deploymentId, createdDate }: Pick<Stage, 'deploymentId' | 'createdDate'>,
): Stage {
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(stageName)) throw badRequest('Stage name only allows a-zA-Z0-9-_');
  return {
    ...{ stageName, deploymentId, methodSettings: {}, cacheClusterEnabled: false },
    ...{
      cacheClusterStatus: 'NOT_AVAILABLE',
      tracingEnabled: false,
      createdDate,
      lastUpdatedDate: createdDate,
    },
  };
}

function checkDeployable(api: RestApi): void {
  const methods = Object.values(api.resources).flatMap((one) => Object.values(one.methods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some(({ methodIntegration }) => methodIntegration === undefined))
    throw badRequest('No integration defined for method');
}

function deploymentOf(api: RestApi, id: string): Deployment {
  const deployment = ownOf(api.deployments, id);
  if (deployment !== undefined) return deployment;
  throw notFound('Invalid Deployment identifier specified');
}

function stageOf(api: RestApi, name: string): Stage {
  const stage = ownOf(api.stages, name);
  if (stage !== undefined) return stage;
  throw notFound('Invalid stage identifier specified');
}

/** What a stage may be told about its methods. It is kept and shown; nothing here throttles, caches or logs by it. */
const METHOD_SETTINGS: Readonly<Record<string, readonly [string, 'text' | 'flag' | 'number']>> = {
  'logging/loglevel': ['loggingLevel', 'text'],
  'logging/dataTrace': ['dataTraceEnabled', 'flag'],
  'metrics/enabled': ['metricsEnabled', 'flag'],
  'throttling/burstLimit': ['throttlingBurstLimit', 'number'],
  'throttling/rateLimit': ['throttlingRateLimit', 'number'],
};

function setMethodSetting(stage: Stage, path: readonly string[], value: string): void {
  const [resource = '', method = '', ...setting] = path;
  const name = setting.join('/');
  const [member, kind] = ownOf(METHOD_SETTINGS, name) ?? [];
  if (member === undefined) throw badRequest(`Invalid patch path /${path.join('/')}`);
  const key = `${resource}/${method}`;
  const settings: Record<string, Json> = { ...ownOf(stage.methodSettings, key) };
  settings[member] = kind === 'flag' ? value === 'true' : kind === 'number' ? Number(value) : value;
  setOwn(stage.methodSettings, key, settings);
}
