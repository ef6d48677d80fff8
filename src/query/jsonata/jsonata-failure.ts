import { isFailureCode, messageOf } from './message.ts';

/** Values that a message shows. */
export interface Shown {
  readonly value?: unknown;
  readonly value2?: unknown;
  readonly token?: string | undefined;
  readonly index?: number;
  readonly type?: string | undefined;
  readonly exp?: number;
  readonly functionName?: string;
  readonly message?: string;
}

/** An evaluation that failed: JSONata's code and message, or one of AWS's limits, which have no code. */
export class JsonataFailure extends Error {
  override readonly name = 'JsonataFailure';
  /** `T2001`; undefined for a limit. */
  readonly code: string | undefined;
  readonly #shown: Shown;

  constructor(code: string | undefined, shown: Shown = {}) {
    super(code !== undefined && isFailureCode(code) ? messageOf(code, shown) : (shown.message ?? ''));
    this.code = code;
    this.#shown = shown;
  }

  /** The same failure with the name of the function or operator that it happened in, unless it has one. */
  in(token: string | undefined): JsonataFailure {
    if (token === undefined || this.#shown.token !== undefined || this.code === undefined) return this;
    return new JsonataFailure(this.code, { ...this.#shown, token });
  }

  static tooDeep(): JsonataFailure {
    return limit(
      'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.',
    );
  }

  static tooLong(): JsonataFailure {
    return limit('Expression evaluation timeout');
  }

  static tooLarge(): JsonataFailure {
    return limit('Expression evaluation memory limit exceeded: Check for excessive memory usage');
  }
}

function limit(message: string): JsonataFailure {
  return new JsonataFailure(undefined, { message });
}
