import { stateMachineArn } from '../base/arn.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Machine } from './catalog.ts';

/** A machine that is being deleted takes neither executions nor changes. @throws ServiceError StateMachineDeleting. */
export function refuseDeleting({ isDeleting, scope, name }: Machine): void {
  if (isDeleting) throw new ServiceError('StateMachineDeleting', stateMachineArn(scope, name));
}
