import { isObject, type JsonObject, member } from '../../../base/json.ts';
import { Fault, type Path } from '../fault.ts';
import { type Expansion, only, type SamResource, textAt } from './expansion.ts';

/** The id of the HTTP API of events that name none. */
export const IMPLICIT_HTTP_API = 'ServerlessHttpApi';

const KNOWN = [
  ...['StageName', 'Name', 'Description', 'CorsConfiguration', 'StageVariables', 'Tags', 'FailOnWarnings'],
  ...['DefaultRouteSettings', 'RouteSettings', 'AccessLogSettings', 'DisableExecuteApiEndpoint'],
];

/** Adds an HTTP API and its stage; its routes are made by events. @throws Fault */
export function addHttpApi({ logicalId, properties, shared, path }: SamResource, expansion: Expansion): void {
  only(properties, KNOWN, path);
  const StageName = member(properties, 'StageName') ?? '$default';
  if (typeof StageName !== 'string') throw new Fault([...path, 'StageName'], 'wants text');
  const cors = corsOf(properties, path);
  const own = chosen(properties, [
    'Name',
    'Description',
    'Tags',
    'FailOnWarnings',
    'DisableExecuteApiEndpoint',
  ]);
  const stage = chosen(properties, [
    ...['StageVariables', 'Tags', 'DefaultRouteSettings', 'RouteSettings', 'AccessLogSettings'],
  ]);
  expansion.add(logicalId, {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { ...own, ProtocolType: 'HTTP', ...(cors === undefined ? {} : { CorsConfiguration: cors }) },
    ...shared,
  });
  const name = StageName === '$default' ? 'ApiGatewayDefault' : StageName.replace(/[^A-Za-z0-9]/g, '');
  expansion.add(`${logicalId}${name}Stage`, {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: logicalId }, StageName, AutoDeploy: true, ...stage },
    ...shared,
  });
}

/** SAM's `true` lets every origin call. */
function corsOf(properties: JsonObject, path: Path): JsonObject | undefined {
  const cors = member(properties, 'CorsConfiguration');
  if (cors === undefined || cors === false) return undefined;
  if (cors === true) return { AllowOrigins: ['*'] };
  if (isObject(cors)) return cors;
  throw new Fault([...path, 'CorsConfiguration'], 'wants true or an object');
}

/** The route of an event that calls a function: a path and a method, or neither for everything. */
export interface HttpRouteEvent {
  /** Logical id of what the event becomes. */
  readonly id: string;
  readonly properties: JsonObject;
  readonly path: Path;
}

/** Adds the route and the integration of an event. @returns the logical id of the API. @throws Fault */
export function addHttpRoute(
  { id, properties, path }: HttpRouteEvent,
  { uri, shared }: { readonly uri: JsonObject; readonly shared: JsonObject },
  expansion: Expansion,
): string {
  only(properties, ['ApiId', 'Method', 'Path', 'PayloadFormatVersion', 'TimeoutInMillis'], path);
  const api = member(properties, 'ApiId');
  const apiId = isObject(api) ? member(api, 'Ref') : (api ?? IMPLICIT_HTTP_API);
  if (typeof apiId !== 'string')
    throw new Fault([...path, 'ApiId'], 'names an API of this template with Ref');
  const ApiId = { Ref: apiId };
  const timeout = member(properties, 'TimeoutInMillis');
  const PayloadFormatVersion = String(member(properties, 'PayloadFormatVersion') ?? '2.0');
  expansion.add(`${id}Integration`, {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ...{ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: uri },
      PayloadFormatVersion: PayloadFormatVersion === '1' ? '1.0' : PayloadFormatVersion,
      ...(timeout === undefined ? {} : { TimeoutInMillis: timeout }),
    },
    ...shared,
  });
  const Target = { 'Fn::Join': ['/', ['integrations', { Ref: `${id}Integration` }]] };
  expansion.add(`${id}Route`, {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId, RouteKey: keyOf(properties, path), Target },
    ...shared,
  });
  if (apiId === IMPLICIT_HTTP_API) expansion.usesImplicitHttpApi = true;
  return apiId;
}

function keyOf(properties: JsonObject, path: Path): string {
  const isAll = member(properties, 'Path') === undefined && member(properties, 'Method') === undefined;
  if (isAll) return '$default';
  const method = textAt(properties, 'Method', path).toUpperCase();
  const route = textAt(properties, 'Path', path);
  if (route === '$default') return route;
  return `${method === '*' || method === 'X-AMAZON-APIGATEWAY-ANY-METHOD' ? 'ANY' : method} ${route}`;
}

function chosen(properties: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => keys.includes(key)));
}
