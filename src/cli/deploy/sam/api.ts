import { hash } from 'node:crypto';
import type { JsonObject } from '../../../base/json.ts';
import { type Expansion, getAtt, type Route } from './expansion.ts';

/** An API and what it is made with. */
export interface SamApi {
  readonly logicalId: string;
  readonly stageName: string;
  readonly properties: JsonObject;
  readonly stage: JsonObject;
  readonly shared: JsonObject;
}

/** Adds an API with the paths and methods that events have asked for, deployed to its stage. */
export function addApi(
  { logicalId, stageName, properties, stage, shared }: SamApi,
  expansion: Expansion,
): void {
  const routes = expansion.routes.get(logicalId) ?? [];
  const RestApiId = { Ref: logicalId };
  const add = (id: string, Type: string, Properties: JsonObject, DependsOn: string[] = []) =>
    expansion.add(id, { Type, Properties, ...(DependsOn.length === 0 ? {} : { DependsOn }), ...shared });
  add(logicalId, 'AWS::ApiGateway::RestApi', properties);
  const paths = new Map<string, JsonObject>([['', getAtt(logicalId, 'RootResourceId')]]);
  const methods = routes.map((route) => {
    const ResourceId = resourceOf(route.path, { logicalId, paths, add });
    const id = `${logicalId}${short(`${route.method} ${route.path}`)}Method`;
    const { method: HttpMethod, integration: Integration, responses: MethodResponses } = route;
    const answers = MethodResponses.length === 0 ? {} : { MethodResponses };
    add(id, 'AWS::ApiGateway::Method', {
      RestApiId,
      ResourceId,
      HttpMethod,
      AuthorizationType: 'NONE',
      Integration,
      ...answers,
    });
    return id;
  });
  // Deployed again whenever a route is another one: a deployment is what the API was at its time.
  const deployment = `${logicalId}Deployment${short(JSON.stringify(routes))}`;
  add(deployment, 'AWS::ApiGateway::Deployment', { RestApiId }, methods);
  add(`${logicalId}${stageName.replace(/[^A-Za-z0-9]/g, '')}Stage`, 'AWS::ApiGateway::Stage', {
    ...{ RestApiId, StageName: stageName, DeploymentId: { Ref: deployment } },
    ...stage,
  });
}

interface Paths {
  readonly logicalId: string;
  /** Known so far: what refers to each. */
  readonly paths: Map<string, JsonObject>;
  readonly add: (id: string, type: string, properties: JsonObject) => void;
}

/** `/orders/{id}` is a resource in a resource. */
function resourceOf(path: Route['path'], { logicalId, paths, add }: Paths): JsonObject {
  let parent = '';
  for (const PathPart of path.split('/').filter((part) => part !== '')) {
    const whole = `${parent}/${PathPart}`;
    const ParentId = paths.get(parent) ?? {};
    if (!paths.has(whole)) {
      const id = `${logicalId}${short(whole)}Path`;
      add(id, 'AWS::ApiGateway::Resource', { RestApiId: { Ref: logicalId }, ParentId, PathPart });
      paths.set(whole, { Ref: id });
    }
    parent = whole;
  }
  return paths.get(parent) ?? {};
}

function short(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 10);
}
