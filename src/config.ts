/** What a server is started with. */
export interface ServerConfig {
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  /** The data directory; undefined keeps everything in memory, and nothing survives. */
  readonly data: string | undefined;
  readonly auth: 'sigv4' | 'off';
  /** The account of callers whose credentials name none. */
  readonly account: string;
  /** A folder of functions, one subfolder each. */
  readonly functions?: string;
  readonly log?: (line: string) => void;
}
