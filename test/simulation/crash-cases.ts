import { type RecordedCase, type RecordedFunction, readRecords } from '../conformance/recorded-case.ts';
import { machineOf } from '../interpreter/random-machine.ts';
import { Chance } from './chance.ts';
import type { CrashCase } from './crash-run.ts';

const FILES = ['executions_pure', 'executions_lambda', 'executions_activity', 'executions_services'] as const;

/** Every standard machine that was recorded on AWS; undefined where the recordings are not. */
export function recordedCases(): readonly CrashCase[] | undefined {
  const records = FILES.map((file) => readRecords(file));
  if (records.includes(undefined)) return undefined;
  return records
    .flatMap((file) => file?.cases ?? [])
    .filter(({ machine, operation }) => machine.type !== 'EXPRESS' && operation === 'StartExecution')
    .map(caseOf);
}

/** Cases of our own, with states of every type. */
export function ownCases(count: number): readonly CrashCase[] {
  return Array.from({ length: count }, (_, seed) => {
    const chance = new Chance(seed);
    const numbers = Array.from({ length: 60 }, () => chance.below(1_000_000));
    const setting = { child: undefined, depth: 2, waitSeconds: [0, 1, 10], timeoutSeconds: 1_000_000 };
    const definition = machineOf(numbers, setting).replaceAll(':123456789012:', ':000000000000:');
    return {
      id: `machine ${seed}`,
      machine: { name: 'm', definition },
      ...{ otherMachines: [], input: '{"items":[1, 2.50, "x"]}' },
      answerTo: () => (seed % 3 === 0 ? { error: 'Flaky', cause: 'as always' } : { output: '{"done":1.0}' }),
    };
  });
}

function caseOf({ id, machine, otherMachines = [], input, lambdas = [] }: RecordedCase): CrashCase {
  return {
    ...{ id, machine, otherMachines, input: input ?? '{}' },
    answerTo({ resource, parameters }) {
      const called = lambdas.find(
        ({ name }) => resource.arn.endsWith(name) || parameters.text.includes(name),
      );
      return called === undefined
        ? { output: '{"answered":true}' }
        : outcomeOf(called, resource.kind === 'function');
    },
  };
}

function outcomeOf({ behaviour }: RecordedFunction, isDirect: boolean) {
  const { errorType, errorMessage = '', returns = {} } = behaviour;
  if (errorType !== undefined) return { error: errorType, cause: errorMessage };
  return { output: JSON.stringify(isDirect ? returns : { Payload: returns, StatusCode: 200 }) };
}
