import { dirname } from 'node:path';
import type { Bug, SuiteName } from './bug.ts';

/** Where a bug is, and who knows about it. */
type Place = Pick<Bug, 'file' | 'test' | 'suite'>;

/** Tests that are run together on a copy with a bug in it. */
interface Suite {
  readonly name: SuiteName;
  /** Beginnings of paths: where a bug has to be for it to be worth a run. */
  readonly fits: readonly string[];
  /** Patterns, as `node --test` takes them. */
  tests(bug: Place): readonly string[];
  /** Tests that end quickly share a process. */
  readonly isQuick?: true;
  readonly env?: { readonly [name: string]: string };
}

const CORE = ['src/interpreter/', 'src/engine/'];
const STORED = [...CORE, 'src/store/'];
/** Where services of the server have tests of whole processes. */
const SERVICES: { readonly [folder: string]: readonly string[] } = {
  'src/local/s3/': ['test/s3/*.test.ts'],
  'src/local/events/': ['test/events/rules.test.ts'],
  'src/local/hook/': ['test/events/hook.test.ts'],
  'src/local/lambda/': ['test/lambda/resumed-calls.test.ts', 'test/lambda/given-calls.test.ts'],
  'src/local/sqs/': ['test/local/messaging.test.ts'],
  'src/cli/backup/': ['test/backup/*.test.ts'],
};

export const SUITES: readonly Suite[] = [
  {
    ...{ name: 'beside', fits: ['src/'], isQuick: true },
    tests: ({ file, test = file.replace(/\.ts$/, '.test.ts') }) => [test],
  },
  { name: 'architecture', fits: ['src/'], isQuick: true, tests: () => ['test/architecture.test.ts'] },
  {
    ...{ name: 'laws', fits: ['src/interpreter/'], isQuick: true },
    tests: () => ['test/laws.test.ts', 'test/redrive.test.ts'],
  },
  {
    ...{ name: 'simulation', fits: [...CORE, 'src/catalog/'], env: { SCHEDULES: '400' } },
    tests: () => ['test/simulation/simulation.test.ts'],
  },
  {
    ...{ name: 'operations', fits: [...CORE, 'src/api/'], isQuick: true },
    tests: () => ['src/api/operations/*.test.ts'],
  },
  {
    ...{ name: 'store contract', fits: ['src/store/'] },
    tests: () => ['test/store/contract.test.ts', 'test/store/outbox.test.ts', 'test/store/purge.test.ts'],
  },
  { name: 'folder', fits: ['src/'], isQuick: true, tests: ({ file }) => [`${dirname(file)}/*.test.ts`] },
  {
    ...{ name: 'crash at every commit', fits: CORE },
    tests: () => ['test/simulation/crash-at-every-commit.test.ts'],
  },
  {
    ...{ name: 'services', fits: Object.keys(SERVICES) },
    tests: ({ file }) => Object.entries(SERVICES).find(([folder]) => file.startsWith(folder))?.[1] ?? [],
  },
  {
    ...{ name: 'kills', fits: STORED },
    tests: () => ['test/store/kill.test.ts', 'test/redrive/kill-9.test.ts', 'test/crash/nested.test.ts'],
  },
  { name: 'power loss', fits: ['src/store/'], tests: () => ['test/power-loss/power-loss.test.ts'] },
];

/** One run of a suite. */
export interface Trial {
  readonly suite: SuiteName;
  readonly tests: readonly string[];
  readonly isQuick: boolean;
  readonly env: { readonly [name: string]: string };
}

/** What a bug goes through: the suite that is known to catch it, then the cheap ones first. */
export function trialsOf(bug: Place): Trial[] {
  const { file, suite } = bug;
  return SUITES.filter(({ fits }) => fits.some((start) => file.startsWith(start)))
    .sort((a, b) => Number(b.name === suite) - Number(a.name === suite))
    .map(({ name, tests, isQuick = false, env = {} }) => ({ suite: name, tests: tests(bug), isQuick, env }));
}
