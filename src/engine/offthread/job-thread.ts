import { parentPort, workerData } from 'node:worker_threads';
import { diagnose } from '../../asl/diagnose.ts';
import { variableReferences } from '../../asl/variable-references.ts';
import { present, unreachable } from '../../base/assert.ts';
import { MapRunIds } from '../map-run-id.ts';
import { TaskTokens } from '../task-token.ts';
import { testedState } from '../test-state/tested-state.ts';
import type { Answer, Job, Results, ThreadData } from './job.ts';
import { toPlain } from './plain.ts';
import { ProgramsByText } from './programs-by-text.ts';
import { standBack } from './stand-back.ts';
import { decideTurn } from './turn-job.ts';

// What thread-pool.ts gives and takes.
const { tokenSecret, mapRunSecret } = workerData as ThreadData;
const port = present(parentPort ?? undefined, 'a parent thread');
const names = {
  tokens: new TaskTokens(Buffer.from(tokenSecret)),
  mapRunIds: new MapRunIds(Buffer.from(mapRunSecret)),
};
const programs = new ProgramsByText();

standBack();

port.on('message', (job: Job) => {
  const startedMs = performance.now();
  const answer = answerTo(job, startedMs);
  port.postMessage(answer);
});

function answerTo(job: Job, startedMs: number): Answer {
  try {
    const result = run(job);
    return { kind: 'done', result, tookMs: performance.now() - startedMs };
  } catch (error) {
    return { kind: 'defect', message: (error instanceof Error ? error.stack : undefined) ?? String(error) };
  }
}

function run(job: Job): Results[keyof Results] {
  switch (job.kind) {
    case 'turn':
      return decideTurn(job, programs.of(job.definition), names);
    case 'stateTest':
      return toPlain(testedState(job));
    case 'definition':
      return diagnose(job);
    case 'references':
      return variableReferences(job.definition);
    default:
      return unreachable(job);
  }
}
