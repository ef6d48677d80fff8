import type { AccessSettings } from './api/access/open-access.ts';
import type { HookTarget } from './local/hook/hook-target.ts';

/** What a server is started with. */
export interface ServerConfig extends AccessSettings {
  /** 0: any free one. */
  readonly port: number;
  /** The data directory; undefined keeps everything in memory, and nothing survives. */
  readonly data: string | undefined;
  /** A folder of functions, one subfolder each. */
  readonly functions?: string;
  /** The server through which mails of topics go out: `smtp://user:password@host:587?from=sender@example.com`. */
  readonly smtp?: string;
  /** The port on the loopback interface where programs hand in mails for the mailbox; 0: any free one. */
  readonly smtpSink?: number;
  /** Where the status changes of Standard executions are delivered; default: nowhere. */
  readonly eventsTo?: HookTarget;
  /** Days for which closed executions are kept, 90 unless given; 0: for ever. */
  readonly retentionDays?: number;
  /** Shows what executions log, besides their log groups: `stdout`, or a directory with a file for each machine. */
  readonly logsTo?: string;
  readonly log?: (line: string) => void;
}
