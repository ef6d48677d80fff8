import type { IncomingMessage } from 'node:http';
import type { PageService } from '../base/page-service.ts';

/** What of a request's head says which page it is for, and who asks. */
type Head = Pick<IncomingMessage, 'url' | 'method' | 'headers'>;

/** The pages of a listener, by the path under which they stand, `/mail`, or by the hosts that are theirs, `*.execute-api.localhost`. */
export class Pages {
  /** `.execute-api.localhost`. */
  readonly #byHost: readonly (readonly [string, PageService])[];
  readonly #byPath: readonly (readonly [string, PageService])[];

  constructor(pages: Readonly<Record<string, PageService>>) {
    const all = Object.entries(pages);
    this.#byHost = all.flatMap(([name, page]) =>
      name.startsWith('*.') ? [[name.slice(1), page] as const] : [],
    );
    this.#byPath = all.filter(([name]) => !name.startsWith('*.'));
  }

  /** The page that an unsigned request asks for: a signed one is meant for a service, whatever its path. */
  of({ url = '', headers }: Head): PageService | undefined {
    if (isSigned(headers.authorization)) return undefined;
    const path = url.split('?', 1)[0] ?? '';
    if (path !== url && /[?&]X-Amz-Signature=/i.test(url)) return undefined;
    return this.#ofHost(String(headers.host)) ?? this.#ofPath(path);
  }

  #ofHost(header: string): PageService | undefined {
    if (this.#byHost.length === 0) return undefined;
    const host = header.toLowerCase().replace(/:\d+$/, '');
    return this.#byHost.find(([suffix]) => host.endsWith(suffix))?.[1];
  }

  #ofPath(path: string): PageService | undefined {
    // All that clients of AWS JSON ask for.
    if (path === '/') return undefined;
    return this.#byPath.find(([name]) => path === name || path.startsWith(`${name}/`))?.[1];
  }
}

/** What a page may do unless it says otherwise: nothing. Its address, which may hold a token, is told to nobody. */
export const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // With `no-referrer` browsers say `Origin: null` for our own forms.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Whether a page answers those of other origins. */
export function isOpenTo(page: PageService | undefined, head: Head): boolean {
  return page?.isOpen === true || (page?.isLinked === true && isNavigation(head));
}

/** Other schemes, `Bearer` among them, are for a page to read. */
function isSigned(authorization: string | undefined): boolean {
  return authorization?.startsWith('AWS') === true;
}

/** A person has followed a link; no page of another origin sees the answer. */
function isNavigation({ method, headers }: Head): boolean {
  return (
    method === 'GET' &&
    headers.origin === undefined &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}
