import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { ownCases, recordedCases } from './crash-cases.ts';
import { type CrashCase, run } from './crash-run.ts';

/** Where the recordings are not, as many machines of our own. */
const OWN = 40;

describe('A process that is killed behind any commit', () => {
  test('leaves an execution recorded on AWS to the same end and the same history', async (context) => {
    const cases = recordedCases();
    if (cases === undefined) return context.skip('the recordings are not here');
    await survives(cases, context);
  });

  test('leaves an execution of a machine of ours to the same end and the same history', (context) =>
    survives(ownCases(OWN), context));
});

async function survives(cases: readonly CrashCase[], context: TestContext): Promise<void> {
  const counts = { machines: 0, refused: 0, restarts: 0, uncertain: 0, reordered: 0 };
  const wrong: string[] = [];
  for (const one of cases) {
    const whole = await run(one);
    if (whole === undefined) {
      counts.refused++;
      continue;
    }
    counts.machines++;
    wrong.push(...whole.violations.map((violation) => `${one.id}: ${violation}`));
    for (let write = 0; write < whole.writes; write++) {
      const crashed = await run(one, write);
      counts.restarts++;
      wrong.push(
        ...(crashed?.violations ?? []).map((violation) => `${one.id}, killed behind ${write}: ${violation}`),
      );
      if (crashed?.history === whole.history && crashed.end === whole.end) continue;
      // Of an attempt that was sent nobody knows what became of it: its machine sees an error instead.
      if (crashed?.isUncertain) counts.uncertain++;
      // What goes on side by side may come in another order, or just not any more, when one of them has had to wait.
      else if (crashed?.end === whole.end && hasSides(one)) counts.reordered++;
      else
        wrong.push(
          `${one.id}, killed behind ${write}: ${whole.end} ${whole.history}\n${crashed?.end} ${crashed?.history}`,
        );
    }
  }
  assert.deepEqual(wrong.slice(0, 3), [], `${wrong.length} in all`);
  context.diagnostic(JSON.stringify(counts));
  assert.ok(counts.restarts > counts.machines && counts.uncertain + counts.reordered < counts.restarts / 2);
}

function hasSides({ machine }: CrashCase): boolean {
  return /"Type":\s*"(Parallel|Map)"/.test(machine.definition);
}
