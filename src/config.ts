import type { AccessSettings } from './api/access/open-access.ts';
import type { Report } from './base/operator-event.ts';
import type { HookTarget } from './local/hook/hook-target.ts';

/** What a server is started with. */
export interface ServerConfig extends AccessSettings {
  /** 0: any free one. */
  readonly port: number;
  /** The data directory; undefined keeps everything in memory, and nothing survives. */
  readonly data: string | undefined;
  /** A folder of functions, one subfolder each. */
  readonly functions?: string;
  /** A folder whose folders are buckets of `account`. */
  readonly s3Dir?: string;
  /** In its `node_modules` functions find the AWS SDK; the directory the server was started in, unless given. */
  readonly modules?: string;
  /** Whether roles bound what their sessions may do also where anyone may do anything: in dev mode. */
  readonly enforcesRoles?: boolean;
  /** The server through which mails of topics go out: `smtp://user:password@host:587?from=sender@example.com`. */
  readonly smtp?: string;
  /** The port on the loopback interface where programs hand in mails for the mailbox; 0: any free one. */
  readonly smtpSink?: number;
  /** Where the status changes of Standard executions are delivered; default: nowhere. */
  readonly eventsTo?: HookTarget;
  /** Days for which closed executions are kept, 90 unless given; 0: for ever. */
  readonly retentionDays?: number;
  /** What the process may take: requests are refused before it does. Absent: the process is not the server's alone. */
  readonly memoryBytesMax?: number;
  /** Shows what executions log, besides their log groups: `stdout`, or a directory with a file for each machine. */
  readonly logsTo?: string;
  /** Of executions of traced machines that come without a trace header, from 0, none, to 1, all, which it is unless given. */
  readonly traceSampling?: number;
  /** A collector that traces of executions are sent to, over OTLP/HTTP in JSON: `http://127.0.0.1:4318`. */
  readonly otlp?: string;
  /** Lines for whoever operates it. */
  readonly log?: (line: string) => void;
  /** The same for programs: what they may want to act on. */
  readonly report?: Report;
}
