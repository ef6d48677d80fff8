import { OPERATIONS } from '../../src/api/operation-table.ts';
import { type Corpus, Missing, playAll, resultOf, Unplayable } from './corpus.ts';
import { withLeftOut } from './left-out.ts';
import { RECORDED, readRecords } from './recorded-case.ts';
import { hasPython } from './recorded-function.ts';
import { type RecordedSequence, readSequences, readTestStates } from './recorded-sequence.ts';
import { playSequence } from './sequence-player.ts';

/** Calls of the API recorded on AWS. */
export const sequences: readonly Corpus[] = [
  corpusOf('api', readSequences),
  corpusOf('test_state', readTestStates),
];

function corpusOf(name: string, read: () => readonly RecordedSequence[] | undefined): Corpus {
  return {
    name,
    isRemote: true,
    async play({ endpoint, onResult }) {
      const cases = read();
      const records = readRecords('executions_pure');
      if (cases === undefined || records === undefined) throw new Missing(`there is no ${RECORDED}`);
      if (endpoint === undefined && !hasPython()) throw new Missing('the functions need python3');
      // One after another: lists show what others have made.
      return await playAll(cases, { atOnce: 1, onResult }, (sequence) =>
        resultOf({ area: name, id: sequence.id }, async () => {
          refuseUnplayable(sequence, endpoint);
          return await playSequence(withLeftOut(sequence), records.standard, endpoint);
        }),
      );
    },
  };
}

function refuseUnplayable({ steps }: RecordedSequence, endpoint: string | undefined): void {
  for (const { service, operation } of steps) {
    if (service === 'logs') continue;
    if (`${service} ${operation}` === 'lambda CreateFunction') continue;
    if (service !== 'stepfunctions') throw new Unplayable(`needs ${operation} of ${service}`);
    if (endpoint === undefined && !Object.hasOwn(OPERATIONS, operation)) {
      throw new Unplayable(`${operation} is not there yet`);
    }
  }
}
