import { StateError } from '../../base/state-error.ts';
import type { Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { StatesAnswer, StatesApi, StatesRequest } from './port.ts';

export interface StatesOptions {
  readonly api: StatesApi;
  readonly now: () => Instant;
  /** A version 4 UUID, for ids that only the far end could know. */
  readonly uuid: () => string;
}

/** What an attempt is told, which is made once: a store that is away is a service that is. */
interface RefusingApi {
  call(request: StatesRequest): Promise<StatesAnswer>;
}

export interface StatesCalls extends Omit<StatesOptions, 'api'> {
  readonly api: RefusingApi;
}

/** The API for attempts, which hear of everything as an answer. */
export function refusing(api: StatesApi): RefusingApi {
  return {
    async call(request) {
      const answer = await answerOf(api, request);
      if (answer !== undefined) return answer;
      const cause = `stepwell does not have the operation ${request.operation} yet. Nothing was sent.`;
      throw new StateError('States.TaskFailed', cause);
    },
  };
}

async function answerOf(api: StatesApi, request: StatesRequest): Promise<StatesAnswer | undefined> {
  try {
    return await api.call(request);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    const message = 'Service is unavailable; try again.';
    return { refusal: { code: 'ServiceUnavailable', message, status: 503, isModelled: false } };
  }
}
