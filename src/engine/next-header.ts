import type { Execution } from '../interpreter/execution.ts';
import { obligations } from '../interpreter/obligations.ts';
import type { Header } from '../store/store.ts';
import { attentionOf } from './attention.ts';

/** The header that follows from a journal: what its first commit settled for ever, and how the execution stands now. */
export function headerAfter(execution: Execution, first: Header, version: number): Header {
  const due = obligations(execution);
  const { stoppedAt, redriveCount } = execution;
  const redrivenAt = execution.redrives.at(-1)?.at;
  return {
    id: first.id,
    machine: first.machine,
    revision: first.revision,
    name: first.name,
    ...(first.machineVersion === undefined ? {} : { machineVersion: first.machineVersion }),
    ...(first.machineAlias === undefined ? {} : { machineAlias: first.machineAlias }),
    ...(first.mapRun === undefined ? {} : { mapRun: first.mapRun }),
    ...(first.itemCount === undefined ? {} : { itemCount: first.itemCount }),
    status: execution.status,
    startedAt: execution.startedAt,
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...(redrivenAt === undefined ? {} : { redriveCount, redrivenAt }),
    ...(due.wakeAt === undefined ? {} : { wakeAt: due.wakeAt }),
    attention: attentionOf(due),
    version,
  };
}
