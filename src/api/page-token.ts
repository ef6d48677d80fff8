import { timingSafeEqual } from 'node:crypto';
import type { Scope } from '../base/arn.ts';
import { MacKey } from '../base/mac-key.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Instant } from '../base/time.ts';

/** AWS: "The token expires after 24 hours." */
const LIFE_MS = 24 * 60 * 60 * 1000;
const PAGE_MAX = 1000;
const PAGE_DEFAULT = 100;

/** What a page belongs to. A token of one list is worthless for another. */
export interface Page {
  readonly operation: string;
  readonly scope: Scope;
  readonly now: Instant;
  /** The input that chose the list: all but `maxResults` and `nextToken`. */
  readonly parameters: readonly unknown[];
}

/** Makes and reads `nextToken`: a position, sealed so that nobody can make one or use another's. */
export class PageTokens {
  readonly #key: MacKey;

  constructor(secret: Buffer) {
    this.#key = new MacKey(secret);
  }

  /** @param after Where the next page starts; undefined on the last one. */
  next(page: Page, after: number | undefined): { nextToken?: string } {
    if (after === undefined) return {};
    const body = Buffer.from(`${after} ${page.now}`).toString('base64url');
    return { nextToken: `${body}.${this.#seal(page, body).toString('base64url')}` };
  }

  /** @throws ServiceError InvalidToken: not ours, of another list or caller, changed, or older than a day. */
  position(page: Page, token: string | undefined): { after?: number } {
    if (token === undefined) return {};
    const dot = token.indexOf('.');
    const body = token.slice(0, Math.max(dot, 0));
    const seal = Buffer.from(token.slice(dot + 1));
    const expected = Buffer.from(this.#seal(page, body).toString('base64url'));
    if (seal.length !== expected.length || !timingSafeEqual(seal, expected))
      throw new ServiceError('InvalidToken');
    const [after, madeAt] = Buffer.from(body, 'base64url').toString().split(' ').map(Number);
    if (after === undefined || madeAt === undefined || page.now - madeAt > LIFE_MS)
      throw new ServiceError('InvalidToken');
    return { after };
  }

  #seal({ operation, scope, parameters }: Page, body: string): Buffer {
    // As JSON: no two different lists give the same text.
    const bound = JSON.stringify([operation, scope.account, scope.region, parameters, body]);
    return this.#key.hmac().update(bound).digest();
  }
}

/** How many entries a page has. AWS takes 0 for "not said". */
export function pageSize(maxResults: number | undefined): number {
  return maxResults === undefined || maxResults === 0 ? PAGE_DEFAULT : Math.min(maxResults, PAGE_MAX);
}
