import type { Scope } from './arn.ts';

/** A Lambda function as a caller named it, with what the name left out filled in. */
export interface FunctionName extends Scope {
  readonly name: string;
  /** Undefined when the caller gave none, which means `$LATEST`. */
  readonly qualifier: string | undefined;
}

const NAME =
  /^(?:arn:aws[a-z-]*:lambda:)?(?:([a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/**
 * Reads a function's name, partial ARN or ARN, each with or without a qualifier.
 *
 * @param scope What a name without region or account belongs to.
 * @returns undefined when the text is none of them.
 */
export function parseFunctionName(text: string, scope: Scope): FunctionName | undefined {
  const parts = text.length <= 256 ? NAME.exec(text) : null;
  if (parts === null) return undefined;
  const [, region = scope.region, account = scope.account, name = '', qualifier] = parts;
  return { region, account, name, qualifier };
}
