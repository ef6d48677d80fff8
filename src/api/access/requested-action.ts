import { isObject, type Json, type JsonObject } from '../../base/json.ts';

/** One thing that a request would do, in the words of a policy. */
export interface Requested {
  /** `states:StartExecution`. */
  readonly action: string;
  /** An ARN in the partition `aws`, whatever the request has written, or `*`. */
  readonly resource: string;
}

/** The body as the operation will read it; no operation runs on anything but a JSON object. */
export function jsonObject(body: Buffer): JsonObject | undefined {
  try {
    const value: Json = body.length === 0 ? {} : JSON.parse(body.toString());
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** A parameter of a call in AWS Query, as the operation will read it: of several, the last, and the body's last of all. */
export function formText(
  { query, body }: { readonly query: URLSearchParams; readonly body: Buffer },
  name: string,
): string | undefined {
  return new URLSearchParams(body.toString()).getAll(name).at(-1) ?? query.getAll(name).at(-1);
}
