import type { AccessSettings } from './api/access/open-access.ts';

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
  readonly log?: (line: string) => void;
}
