import type { OperationName } from '../../src/api/model/operations.ts';

/** A program that people call Step Functions with. */
export interface ApiClient extends AsyncDisposable {
  /** It drops members that came after it. */
  readonly isOld?: boolean;
  call(operation: OperationName, input: object): Promise<Outcome | Unknown>;
}

/** An answer as the client understood it. */
export type Outcome =
  | { readonly kind: 'answered'; readonly output: unknown }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** The client is older than the operation, or than a member of its input. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly problem: string;
}

export type OpenClient = (endpoint: string) => Promise<ApiClient>;
