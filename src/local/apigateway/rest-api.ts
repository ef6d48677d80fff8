import type { Json } from '../../base/json.ts';

/** A REST API as it is kept, in the words of AWS's model. Its deployments' resources are kept beside it. */
export interface RestApi {
  readonly id: string;
  name: string;
  description?: string;
  /** Seconds since 1970, as all dates here. */
  readonly createdDate: number;
  version?: string;
  binaryMediaTypes?: string[];
  apiKeySource: string;
  endpointConfiguration: Json;
  policy?: string;
  tags: Texts;
  disableExecuteApiEndpoint: boolean;
  readonly rootResourceId: string;
  readonly resources: Record<string, Resource>;
  readonly deployments: Record<string, Deployment>;
  readonly stages: Record<string, Stage>;
}

export type Texts = Record<string, string>;

export interface Resource {
  readonly id: string;
  parentId?: string;
  pathPart?: string;
  path: string;
  /** By HTTP method, `ANY` among them. */
  readonly methods: Record<string, Method>;
}

export interface Method {
  readonly httpMethod: string;
  authorizationType: string;
  apiKeyRequired: boolean;
  operationName?: string;
  /** `method.request.header.X`: whether it is required. */
  requestParameters?: Record<string, boolean>;
  requestModels?: Texts;
  /** By status. */
  readonly methodResponses: Record<string, MethodResponse>;
  methodIntegration?: Integration;
}

export interface MethodResponse {
  readonly statusCode: string;
  responseParameters?: Record<string, boolean>;
  responseModels?: Texts;
}

export interface Integration {
  type: IntegrationType;
  httpMethod?: string;
  uri?: string;
  connectionType?: string;
  credentials?: string;
  requestParameters?: Texts;
  requestTemplates?: Texts;
  passthroughBehavior: string;
  contentHandling?: string;
  timeoutInMillis: number;
  cacheNamespace: string;
  cacheKeyParameters: string[];
  readonly integrationResponses: Record<string, IntegrationResponse>;
}

export type IntegrationType = 'AWS' | 'AWS_PROXY' | 'HTTP' | 'HTTP_PROXY' | 'MOCK';

export interface IntegrationResponse {
  readonly statusCode: string;
  selectionPattern?: string;
  responseParameters?: Texts;
  responseTemplates?: Texts;
  contentHandling?: string;
}

export interface Deployment {
  readonly id: string;
  description?: string;
  readonly createdDate: number;
}

export interface Stage {
  readonly stageName: string;
  deploymentId: string;
  description?: string;
  variables?: Texts;
  methodSettings: Record<string, Record<string, Json>>;
  cacheClusterEnabled: boolean;
  cacheClusterStatus: string;
  tracingEnabled: boolean;
  tags?: Texts;
  readonly createdDate: number;
  lastUpdatedDate: number;
}
