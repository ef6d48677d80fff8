import type { ResourceType } from './resource-type.ts';
import { APIGATEWAY_TYPES } from './resources/apigateway.ts';
import { HTTP_API_TYPES } from './resources/apigateway-http.ts';
import { EVENT_TYPES } from './resources/events.ts';
import { IAM_TYPES } from './resources/iam.ts';
import { LAMBDA_TYPES } from './resources/lambda.ts';
import { MESSAGING_TYPES } from './resources/messaging.ts';
import { STATES_TYPES } from './resources/states.ts';

/** `cdk synth` adds it for AWS's statistics. */
const CDK_METADATA: ResourceType = {
  properties: { Analytics: 'noted' },
  create: async ({ logicalId }) => ({ id: logicalId, attributes: {}, note: 'means nothing here' }),
  remove: async () => {},
};

/** Every type of resource that a template may hold. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  Object.entries({
    ...STATES_TYPES,
    ...LAMBDA_TYPES,
    ...IAM_TYPES,
    ...APIGATEWAY_TYPES,
    ...HTTP_API_TYPES,
    ...MESSAGING_TYPES,
    ...EVENT_TYPES,
    'AWS::CDK::Metadata': CDK_METADATA,
  }),
);
