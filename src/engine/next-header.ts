import type { Execution } from '../interpreter/execution.ts';
import { obligations } from '../interpreter/obligations.ts';
import type { Header } from '../store/store.ts';
import { attentionOf } from './attention.ts';

/** The header that follows from a journal: what its first commit settled for ever, and how the execution stands now. */
export function headerAfter(execution: Execution, first: Header, version: number): Header {
  const due = obligations(execution);
  const { stoppedAt, redriveCount } = execution;
  const redrivenAt = execution.redrives.at(-1)?.at;
  // What every header has comes first: V8 gives it its place at once, and copies what follows one field at a time.
  return {
    id: first.id,
    machine: first.machine,
    revision: first.revision,
    name: first.name,
    status: execution.status,
    startedAt: execution.startedAt,
    attention: attentionOf(due),
    version,
    ...(first.machineVersion === undefined ? undefined : { machineVersion: first.machineVersion }),
    ...(first.machineAlias === undefined ? undefined : { machineAlias: first.machineAlias }),
    ...(first.mapRun === undefined ? undefined : { mapRun: first.mapRun }),
    ...(first.itemCount === undefined ? undefined : { itemCount: first.itemCount }),
    ...(stoppedAt === undefined ? undefined : { stoppedAt }),
    ...(redrivenAt === undefined ? undefined : { redriveCount, redrivenAt }),
    ...(due.wakeAt === undefined ? undefined : { wakeAt: due.wakeAt }),
  };
}
