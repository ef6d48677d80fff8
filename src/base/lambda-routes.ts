/** An operation of Lambda's API, and what its path names. */
export interface LambdaRoute {
  readonly operation: LambdaOperation;
  /** Name, partial ARN or ARN; empty where the path has none. */
  readonly functionName: string;
  /** The alias, the statement, the mapping: whatever else the path names; empty where it names nothing more. */
  readonly detail: string;
}

const FUNCTIONS = '/2015-03-31/functions';
const NAMED = `${FUNCTIONS}/(?<functionName>[^/]+)`;
const MAPPINGS = '/2015-03-31/event-source-mappings';
const LATER = '/functions/(?<functionName>[^/]+)';

const ROUTES = {
  CreateFunction: ['POST', FUNCTIONS],
  ListFunctions: ['GET', FUNCTIONS],
  GetFunction: ['GET', NAMED],
  DeleteFunction: ['DELETE', NAMED],
  GetFunctionConfiguration: ['GET', `${NAMED}/configuration`],
  UpdateFunctionConfiguration: ['PUT', `${NAMED}/configuration`],
  UpdateFunctionCode: ['PUT', `${NAMED}/code`],
  Invoke: ['POST', `${NAMED}/invocations`],
  PublishVersion: ['POST', `${NAMED}/versions`],
  ListVersionsByFunction: ['GET', `${NAMED}/versions`],
  CreateAlias: ['POST', `${NAMED}/aliases`],
  ListAliases: ['GET', `${NAMED}/aliases`],
  GetAlias: ['GET', `${NAMED}/aliases/(?<detail>[^/]+)`],
  UpdateAlias: ['PUT', `${NAMED}/aliases/(?<detail>[^/]+)`],
  DeleteAlias: ['DELETE', `${NAMED}/aliases/(?<detail>[^/]+)`],
  AddPermission: ['POST', `${NAMED}/policy`],
  GetPolicy: ['GET', `${NAMED}/policy`],
  RemovePermission: ['DELETE', `${NAMED}/policy/(?<detail>[^/]+)`],
  PutFunctionConcurrency: ['PUT', `/2017-10-31${LATER}/concurrency`],
  DeleteFunctionConcurrency: ['DELETE', `/2017-10-31${LATER}/concurrency`],
  GetFunctionConcurrency: ['GET', `/2019-09-30${LATER}/concurrency`],
  ListTags: ['GET', '/2017-03-31/tags/(?<functionName>[^/]+)'],
  TagResource: ['POST', '/2017-03-31/tags/(?<functionName>[^/]+)'],
  UntagResource: ['DELETE', '/2017-03-31/tags/(?<functionName>[^/]+)'],
  CreateEventSourceMapping: ['POST', MAPPINGS],
  ListEventSourceMappings: ['GET', MAPPINGS],
  GetEventSourceMapping: ['GET', `${MAPPINGS}/(?<detail>[^/]+)`],
  UpdateEventSourceMapping: ['PUT', `${MAPPINGS}/(?<detail>[^/]+)`],
  DeleteEventSourceMapping: ['DELETE', `${MAPPINGS}/(?<detail>[^/]+)`],
  GetAccountSettings: ['GET', '/2016-08-19/account-settings'],
} as const;

export type LambdaOperation = keyof typeof ROUTES;

const COMPILED = Object.entries(ROUTES).map(([operation, [method, path]]) => ({
  // The keys of the table, which `Object.entries` forgets.
  operation: operation as LambdaOperation,
  method,
  path: new RegExp(`^${path}/?$`),
}));

/** @param path Decoded. */
export function lambdaRoute(method: string, path: string): LambdaRoute | undefined {
  for (const route of COMPILED) {
    const found = route.method === method ? route.path.exec(path) : null;
    if (found === null) continue;
    const { functionName = '', detail = '' } = found.groups ?? {};
    return { operation: route.operation, functionName, detail };
  }
  return undefined;
}
