import type { Scope } from '../../base/arn.ts';
import type { ServiceRequest } from '../../base/http-service.ts';
import type { Requested } from './requested-action.ts';
import { requestedOfApi, requestedOfApiGateway } from './requested-of-apigateway.ts';
import { requestedOfEvents } from './requested-of-events.ts';
import { requestedOfIam } from './requested-of-iam.ts';
import { requestedOfLambda } from './requested-of-lambda.ts';
import { requestedOfLogs } from './requested-of-logs.ts';
import { requestedOfS3 } from './requested-of-s3.ts';
import { requestedOfScheduler } from './requested-of-scheduler.ts';
import { requestedOfSns } from './requested-of-sns.ts';
import { requestedOfSqs } from './requested-of-sqs.ts';
import { requestedOfStates } from './requested-of-states.ts';
import { requestedOfSts } from './requested-of-sts.ts';
import { requestedOfXray } from './requested-of-xray.ts';

/**
 * All that a request would do. What cannot be made out is an action of its own on `*`, so that only those who may do
 * everything get as far as the service's refusal.
 */
export function requestedOf(service: string, request: ServiceRequest): readonly Requested[] {
  if (service === 'states') return requestedOfStates(request);
  if (service === 'sns') return requestedOfSns(request);
  if (service === 'sqs') return requestedOfSqs(request);
  if (service === 's3') return requestedOfS3(request);
  if (service === 'events') return requestedOfEvents(request);
  if (service === 'scheduler') return requestedOfScheduler(request);
  if (service === 'lambda') return requestedOfLambda(request);
  if (service === 'iam') return requestedOfIam(request);
  if (service === 'sts') return requestedOfSts(request);
  if (service === 'xray') return requestedOfXray(request);
  if (service === 'apigateway') return requestedOfApiGateway(request);
  if (service === 'execute-api') return requestedOfApi(request);
  if (service === 'logs') return requestedOfLogs(request);
  return [{ action: `${service}:${request.method}`, resource: '*' }];
}

/** Whether a resource is in another account or region than the caller. */
export function isForeign(resource: string, { region, account }: Scope): boolean {
  // Buckets are found by the account of the caller; their ARNs name none.
  if (resource === '*' || resource.startsWith('arn:aws:s3:::')) return false;
  const [, , , itsRegion, itsAccount] = resource.split(':');
  // IAM is the same in all regions. ARNs of API Gateway name no account: its keys hold the caller's.
  const isElsewhere = itsRegion !== region && !resource.startsWith('arn:aws:iam::');
  return isElsewhere || (itsAccount !== account && itsAccount !== '');
}
