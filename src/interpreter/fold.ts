import type { Program } from '../asl/program.ts';
import { evolve } from './evolve.ts';
import { createExecution, type Execution, type Identity } from './execution.ts';
import type { Chunk } from './journal.ts';

/** Loading an execution: its records applied in order. No expression is evaluated again. */
export function fold(program: Program, identity: Identity, chunks: Iterable<Chunk>): Execution {
  const execution = createExecution(program, identity);
  for (const chunk of chunks) {
    for (const record of chunk.records) evolve(execution, record, chunk.at);
  }
  return execution;
}
