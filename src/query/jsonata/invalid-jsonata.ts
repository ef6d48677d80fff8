import { messageOf } from './message.ts';

/** Text that AWS refuses when a definition is created. The message is JSONata's, without its code, or AWS's own. */
export class InvalidJsonata extends Error {
  override readonly name = 'InvalidJsonata';
  readonly code: 'INVALID_JSONATA_EXPRESSION' | 'UNSUPPORTED_JSONATA_EXPRESSION';
  /** JSONata's code, `S0202`, when the text is no JSONata. */
  readonly syntaxCode: string | undefined;
  /** Where reading stopped, in characters. */
  readonly position: number | undefined;

  constructor(
    code: InvalidJsonata['code'],
    message: string,
    at: { syntaxCode?: string; position?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.syntaxCode = at.syntaxCode;
    this.position = at.position;
  }
}

export function syntaxError(
  syntaxCode: string,
  position: number,
  shown: { readonly token?: unknown; readonly value?: unknown; readonly message?: string } = {},
): InvalidJsonata {
  const message = messageOf(syntaxCode, shown);
  return new InvalidJsonata('INVALID_JSONATA_EXPRESSION', message, { syntaxCode, position });
}
