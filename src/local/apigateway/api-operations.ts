import { member } from '../../base/json.ts';
import { notImplemented } from '../service/refusal.ts';
import type { ControlOperation } from './control-operation.ts';
import { flagOf, listOf, present, requiredText, textOf, textsOf } from './input.ts';
import { pageOf } from './page.ts';
import { applyChanges, changesOf } from './patch.ts';
import { badRequest } from './refusals.ts';
import type { RestApi } from './rest-api.ts';

export const createRestApi: ControlOperation = async ({ scope, input }, { apis, now }) => {
  const name = requiredText(input, 'name');
  if (textOf(input, 'cloneFrom') !== undefined)
    throw notImplemented('API Gateway', 'cloneFrom of CreateRestApi');
  if (textOf(input, 'policy') !== undefined) throw notImplemented('API Gateway', 'resource policies');
  const rootResourceId = apis.newId(10);
  const api: RestApi = {
    id: apis.newId(10),
    name,
    createdDate: seconds(now()),
    ...present({
      description: textOf(input, 'description'),
      version: textOf(input, 'version'),
      binaryMediaTypes: listOf(input, 'binaryMediaTypes'),
    }),
    apiKeySource: textOf(input, 'apiKeySource') ?? 'HEADER',
    endpointConfiguration: member(input, 'endpointConfiguration') ?? { types: ['EDGE'] },
    tags: textsOf(input, 'tags') ?? {},
    disableExecuteApiEndpoint: flagOf(input, 'disableExecuteApiEndpoint'),
    rootResourceId,
    resources: { [rootResourceId]: { id: rootResourceId, path: '/', methods: {} } },
    deployments: {},
    stages: {},
  };
  await apis.create(scope, api);
  return { status: 201, body: shown(api) };
};

export const getRestApis: ControlOperation = async ({ scope, query }, { apis }) => {
  return { status: 200, body: pageOf((await apis.list(scope)).map(shown), query) };
};

export const getRestApi: ControlOperation = async ({ scope, path: [id = ''] }, { apis }) => {
  return { status: 200, body: shown(await apis.get(scope, id)) };
};

export const updateRestApi: ControlOperation = async ({ scope, path: [id = ''], input }, { apis }) => {
  const changes = changesOf(input);
  const api = await apis.change(scope, id, (one) => {
    applyChanges(one, changes, {
      ...{ name: 'text', description: 'text', apiKeySource: 'text', version: 'text' },
      ...{ disableExecuteApiEndpoint: 'flag', binaryMediaTypes: 'list' },
    });
    if (one.name === undefined || one.name === '') throw badRequest('API name cannot be empty');
    return one;
  });
  return { status: 200, body: shown(api) };
};

export const deleteRestApi: ControlOperation = async ({ scope, path: [id = ''] }, { apis }) => {
  await apis.remove(scope, id);
  return { status: 202 };
};

function shown({ resources, deployments, stages, ...api }: RestApi): object {
  return api;
}

/** AWS keeps dates to the second. */
export function seconds(instant: number): number {
  return Math.floor(instant / 1000);
}
