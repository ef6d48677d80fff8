import { Unavailable } from '../../src/base/unavailable.ts';
import { ApiError, clientOf } from '../../src/cli/client.ts';
import { Missing } from './corpus.ts';

/** The place of the records: their definitions and answers name it in ARNs. */
const PLACE = 'us-east-1:000000000000';

/**
 * Looks whether an endpoint can be asked at all, with an activity that is made and deleted: one that is not there, or
 * refuses every caller, would score nothing as if it had answered wrongly.
 *
 * @throws Missing when it cannot.
 */
export async function reach(endpoint: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const client = clientOf(endpoint, environment);
  try {
    const { activityArn } = await client.states('CreateActivity', { name: `conformance-${Date.now()}` });
    if (activityArn !== undefined) await client.states('DeleteActivity', { activityArn });
    refuseStrangers(endpoint, String(activityArn));
  } catch (error) {
    if (error instanceof Unavailable) throw new Missing(error.message, { cause: error });
    if (!(error instanceof ApiError)) throw error;
    throw new Missing(`${endpoint} refuses an activity: ${error.message}`, { cause: error });
  }
}

function refuseStrangers(endpoint: string, arn: string): void {
  const place = arn.split(':').slice(3, 5).join(':');
  if (place === PLACE) return;
  throw new Missing(
    `${endpoint} is at ${place}, the records are at ${PLACE}: give it their account and region`,
  );
}
