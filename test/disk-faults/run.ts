import { parseArgs } from 'node:util';
import { addMeasuredRow } from '../../tools/measured-row.ts';
import { failEach, summaryOf } from './faults.ts';

/** `npm run disk-faults -- --faults 500`: each of the first 500 calls fails once; adds a line to docs/reliability.md. */
const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
  },
});
const calls = Array.from({ length: Number(values.faults) }, (_, index) => index + 1);
const found = await failEach(calls, Number(values.seed));
for (const one of found.wrong.slice(0, 20)) console.log(one);

addMeasuredRow({
  done: `each of the first ${calls.length} writes, truncations and syncs of a store failed once, with EIO, ENOSPC or EINTR, in a process of its own`,
  seen: summaryOf(found),
  again: `npm run disk-faults -- --faults ${calls.length} --seed ${values.seed}`,
});
process.exitCode = found.wrong.length === 0 ? 0 : 1;
