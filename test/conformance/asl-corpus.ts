import { existsSync, readFileSync } from 'node:fs';
import { describeDiagnostics, validate } from '../../src/asl/validate.ts';
import { ApiError, type Client, clientOf } from '../../src/cli/client.ts';
import { type Corpus, Missing, playAll, resultOf } from './corpus.ts';
import type { Difference } from './difference.ts';

const FOLDER = new URL('../../../shared/conformance/asl/', import.meta.url);

/** Published definitions, those that AWS accepts and those that it refuses. */
export const asl: Corpus = {
  name: 'asl',
  isRemote: true,
  async play({ endpoint, onResult }) {
    if (!existsSync(FOLDER)) throw new Missing('there is no ../shared/conformance/asl');
    const problemOf = endpoint === undefined ? ownProblem : remoteProblem(clientOf(endpoint, process.env));
    const cases = [...read('valid'), ...read('invalid')];
    return await playAll(cases, { atOnce: 1, onResult }, ({ kind, id, definition }) =>
      resultOf({ area: `asl ${kind}`, id }, async () => verdict(kind, await problemOf(definition))),
    );
  },
};

type Kind = 'valid' | 'invalid';

interface Case {
  readonly kind: Kind;
  readonly id: string;
  readonly definition: string;
}

function read(kind: Kind): Case[] {
  const lines = readFileSync(new URL(`${kind}.jsonl`, FOLDER), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => ({ ...JSON.parse(line), kind }));
}

function verdict(kind: Kind, problem: string | undefined): Difference[] {
  if (kind === 'valid') {
    return problem === undefined ? [] : [{ path: 'definition', aws: 'accepted', ours: problem }];
  }
  return problem === undefined ? [{ path: 'definition', aws: 'refused', ours: 'accepted' }] : [];
}

/** @returns why it is refused; undefined where it is accepted. */
type ProblemOf = (definition: string) => Promise<string | undefined>;

async function ownProblem(definition: string): Promise<string | undefined> {
  const problem = describeDiagnostics(validate(definition, { type: 'STANDARD' }));
  return problem === '' ? undefined : problem;
}

/** By CreateStateMachine: every endpoint has it, and what it accepts is accepted in earnest. */
function remoteProblem(client: Client): ProblemOf {
  let number = 0;
  const run = Date.now().toString(36);
  return async (definition) => {
    const name = `conformance-${run}-${number++}`;
    const roleArn = 'arn:aws:iam::000000000000:role/any';
    try {
      const created = await client.states('CreateStateMachine', { name, definition, roleArn });
      await client.states('DeleteStateMachine', { stateMachineArn: created.stateMachineArn ?? null });
      return undefined;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'InvalidDefinition') return error.message;
      throw error;
    }
  };
}
