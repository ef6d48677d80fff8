import type { Texts } from '../rest-api.ts';

/** An HTTP API (API Gateway v2) as it is kept, in the words of AWS's model. */
export interface HttpApi {
  readonly apiId: string;
  name: string;
  description?: string;
  /** ISO 8601, as all dates of the second API Gateway. */
  readonly createdDate: string;
  version?: string;
  corsConfiguration?: Cors;
  routeSelectionExpression: string;
  disableExecuteApiEndpoint: boolean;
  tags: Texts;
  readonly integrations: Record<string, HttpIntegration>;
  readonly routes: Record<string, HttpRoute>;
  readonly stages: Record<string, HttpStage>;
  readonly deployments: Record<string, HttpDeployment>;
}

export interface Cors {
  allowCredentials?: boolean;
  allowHeaders?: string[];
  allowMethods?: string[];
  allowOrigins?: string[];
  exposeHeaders?: string[];
  maxAge?: number;
}

export interface HttpIntegration {
  readonly integrationId: string;
  integrationType: 'AWS_PROXY' | 'HTTP_PROXY';
  /** `StepFunctions-StartExecution`; undefined: a function. */
  integrationSubtype?: string;
  integrationUri?: string;
  integrationMethod?: string;
  connectionType: string;
  credentialsArn?: string;
  description?: string;
  payloadFormatVersion: string;
  requestParameters?: Texts;
  timeoutInMillis: number;
}

export interface HttpRoute {
  readonly routeId: string;
  /** `GET /pets/{id}`, `ANY /{proxy+}` or `$default`. */
  routeKey: string;
  /** `integrations/abc1234`. */
  target?: string;
  authorizationType: string;
  apiKeyRequired: boolean;
  operationName?: string;
}

export interface HttpStage {
  readonly stageName: string;
  /** Serves the API as it is at every moment. */
  autoDeploy: boolean;
  deploymentId?: string;
  description?: string;
  stageVariables: Texts;
  tags: Texts;
  readonly createdDate: string;
  lastUpdatedDate: string;
}

export interface HttpDeployment {
  readonly deploymentId: string;
  readonly createdDate: string;
  readonly deploymentStatus: 'DEPLOYED';
  description?: string;
}

/** What a stage serves. */
export type Served = Pick<HttpApi, 'routes' | 'integrations'>;
