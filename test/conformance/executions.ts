import { type Corpus, Missing, playAll, resultOf } from './corpus.ts';
import { Player } from './player.ts';
import { areaOf, FILES, type File, RECORDED, readRecords } from './recorded-case.ts';
import { hasPython } from './recorded-function.ts';

/** Executions at once: most only wait, but those with functions start processes. */
const AT_ONCE: Readonly<Record<File, number>> = {
  executions_pure: 24,
  executions_lambda: 16,
  executions_activity: 6,
  executions_services: 8,
  express_sync: 5,
  express_async: 5,
};

/** Executions recorded on AWS, one corpus a file; the query languages are areas of their own. */
export const executions: readonly Corpus[] = FILES.map((file) => ({
  name: file,
  isRemote: true,
  async play({ endpoint, onResult }) {
    const records = readRecords(file);
    if (records === undefined) throw new Missing(`there is no ${RECORDED}`);
    const { cases, standard } = records;
    if (endpoint === undefined && cases.some(({ lambdas }) => lambdas !== undefined) && !hasPython()) {
      throw new Missing('the functions need python3');
    }
    await using player = await Player.start(endpoint);
    return await playAll(cases, { atOnce: AT_ONCE[file], onResult }, (one) =>
      resultOf({ area: areaOf(file, one), id: one.id }, () => player.differences(one, standard)),
    );
  },
}));
