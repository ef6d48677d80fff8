import type { ControlCall, ControlOperation } from './control-operation.ts';
import { requiredText } from './input.ts';
import { pageOf } from './page.ts';
import { changesOf } from './patch.ts';
import { badRequest, conflict, notFound } from './refusals.ts';
import type { Resource, RestApi } from './rest-api.ts';
import { ownOf } from './stored-apis.ts';

/** AWS's default quota for one API. */
const RESOURCES_MAX = 300;

export const createResource: ControlOperation = async (
  { scope, path: [apiId = '', parentId = ''], input },
  { apis },
) => {
  const pathPart = requiredText(input, 'pathPart');
  const id = apis.newId(6);
  const made = await apis.change(scope, apiId, (api) => {
    const parent = resourceOf(api, parentId);
    if (Object.keys(api.resources).length >= RESOURCES_MAX)
      throw badRequest('Maximum number of Resources for this API has been reached');
    checkPart(api, parent, pathPart);
    const resource: Resource = { id, parentId, pathPart, path: joined(parent, pathPart), methods: {} };
    api.resources[id] = resource;
    return resource;
  });
  return { status: 201, body: shown(made, true) };
};

export const getResources: ControlOperation = async ({ scope, path: [apiId = ''], query }, { apis }) => {
  const { resources } = await apis.get(scope, apiId);
  const hasMethods = embedsMethods(query);
  const sorted = Object.values(resources).sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    status: 200,
    body: pageOf(
      sorted.map((one) => shown(one, hasMethods)),
      query,
    ),
  };
};

export const getResource: ControlOperation = async (
  { scope, path: [apiId = '', id = ''], query },
  { apis },
) => {
  return { status: 200, body: shown(resourceOf(await apis.get(scope, apiId), id), embedsMethods(query)) };
};

export const updateResource: ControlOperation = async (
  { scope, path: [apiId = '', id = ''], input },
  { apis },
) => {
  const changes = changesOf(input);
  const changed = await apis.change(scope, apiId, (api) => {
    const resource = resourceOf(api, id);
    for (const { op, path, value } of changes) {
      const name = path.join('/');
      if (op !== 'replace' || resource.parentId === undefined || (name !== 'pathPart' && name !== 'parentId'))
        throw badRequest(`Invalid patch path /${name}`);
      const parent = resourceOf(api, name === 'parentId' ? value : resource.parentId);
      if (parent.id === id || parent.path.startsWith(`${resource.path}/`))
        throw badRequest('Resources cannot be cyclical.');
      const pathPart = name === 'pathPart' ? value : (resource.pathPart ?? '');
      checkPart(api, parent, pathPart);
      Object.assign(resource, { parentId: parent.id, pathPart });
      rename(api, resource, joined(parent, pathPart));
    }
    return resource;
  });
  return { status: 200, body: shown(changed, false) };
};

export const deleteResource: ControlOperation = async ({ scope, path: [apiId = '', id = ''] }, { apis }) => {
  await apis.change(scope, apiId, (api) => {
    if (id === api.rootResourceId) throw badRequest('Root resource cannot be deleted');
    remove(api, resourceOf(api, id));
  });
  return { status: 202 };
};

/** The resource of a call `/restapis/{api}/resources/{resource}/…`. @throws ServiceRefusal */
export function resourceOf(api: RestApi, id: string): Resource {
  const resource = ownOf(api.resources, id);
  if (resource !== undefined) return resource;
  throw notFound('Invalid Resource identifier specified');
}

function embedsMethods(query: ControlCall['query']): boolean {
  return query.getAll('embed').some((one) => one.split(',').includes('methods'));
}

/** As AWS shows it: without methods, their names are told. */
function shown({ methods, ...resource }: Resource, hasMethods: boolean): object {
  const names = Object.keys(methods);
  if (names.length === 0) return resource;
  const named = Object.fromEntries(names.map((name) => [name, hasMethods ? methods[name] : {}]));
  return { ...resource, resourceMethods: named };
}

function checkPart(api: RestApi, parent: Resource, pathPart: string): void {
  if (!/^(?:[a-zA-Z0-9._:~-]+|\{[a-zA-Z0-9._-]+\+?\})$/.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
  if (parent.pathPart?.endsWith('+}') === true)
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.path}`);
  const siblings = Object.values(api.resources).filter(({ parentId }) => parentId === parent.id);
  if (siblings.some((one) => one.pathPart === pathPart))
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  if (
    pathPart.startsWith('{') &&
    siblings.some((one) => isVariable(one) && isGreedy(one.pathPart) === isGreedy(pathPart))
  )
    throw badRequest('A sibling of this resource already has a variable path part -- only one is allowed');
}

function isVariable({ pathPart }: Resource): boolean {
  return pathPart?.startsWith('{') === true;
}

function isGreedy(pathPart: string | undefined): boolean {
  return pathPart?.endsWith('+}') === true;
}

function joined(parent: Resource, pathPart: string): string {
  return `${parent.path === '/' ? '' : parent.path}/${pathPart}`;
}

function rename(api: RestApi, resource: Resource, path: string): void {
  resource.path = path;
  for (const child of Object.values(api.resources))
    if (child.parentId === resource.id) rename(api, child, joined(resource, child.pathPart ?? ''));
}

function remove(api: RestApi, resource: Resource): void {
  delete api.resources[resource.id];
  for (const child of Object.values(api.resources)) if (child.parentId === resource.id) remove(api, child);
}
