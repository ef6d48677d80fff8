/**
 * Something whoever operates a server wants to know. Never a payload or a token: what stands here may be read by more people than
 * those who may read executions.
 */
export interface OperatorEvent {
  /** In snake case, for programs: `disk_full`. */
  readonly event: string;
  readonly level: 'info' | 'warning' | 'error';
  /** For people. */
  readonly message: string;
  readonly fields?: Readonly<Record<string, string | number>>;
}

export type Report = (event: OperatorEvent) => void;
