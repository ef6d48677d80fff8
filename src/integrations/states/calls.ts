import { StateError } from '../../base/state-error.ts';
import type { Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { upperFirst } from '../aws-sdk/casing.ts';
import { unsupportedParameter } from '../aws-sdk/parameters.ts';
import type { StatesAnswer, StatesApi, StatesRequest } from './port.ts';

export interface StatesOptions {
  readonly api: StatesApi;
  readonly now: () => Instant;
  /** A version 4 UUID, for ids that only the far end could know. */
  readonly uuid: () => string;
}

/** What an attempt is told, which is made once: a store that is away is a service that is. */
interface RefusingApi {
  /** @throws StateError when there is no such operation, or it has no such parameter. */
  call(request: StatesRequest): Promise<Exclude<StatesAnswer, { unknown: string }>>;
}

export interface StatesCalls extends Omit<StatesOptions, 'api'> {
  readonly api: RefusingApi;
}

/** The API for attempts, which hear of everything as an answer. */
export function refusing(api: StatesApi): RefusingApi {
  return {
    async call(request) {
      const answer = await answerOf(api, request);
      if (answer !== undefined && 'unknown' in answer) throw unsupportedParameter(upperFirst(answer.unknown));
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
