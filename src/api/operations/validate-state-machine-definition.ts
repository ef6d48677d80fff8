import { diagnosticsOf } from '../definition.ts';
import type { Operation } from '../operation.ts';

/** The service model's own bound, and what AWS takes for "not said". */
const RESULTS_MAX = 100;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
export const validateStateMachineDefinition: Operation<'ValidateStateMachineDefinition'> = async (
  input,
  { engine },
) => {
  const { definition, type = 'STANDARD', severity: least = 'ERROR', maxResults = 0 } = input;
  const found = await diagnosticsOf({ of: 'machine', definition, type }, engine);
  const wanted = found.filter(({ severity }) => least === 'WARNING' || severity === 'ERROR');
  const shown = wanted.slice(0, maxResults === 0 ? RESULTS_MAX : maxResults);
  return {
    result: found.some(({ severity }) => severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics: shown.map(({ severity, code, message, location }) => ({
      ...{ severity, code, message },
      ...(location === undefined ? {} : { location }),
    })),
    truncated: shown.length < wanted.length,
  };
};
