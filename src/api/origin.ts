import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser sent this request for a page of another origin. Such a page may not even cause an effect it
 * cannot see: requests are refused before they are read.
 *
 * Another port of the same host is another origin. Clients that are no browsers send neither header.
 *
 * @param origins Pages that may call: `https://console.example.com`.
 */
export function isCrossOrigin(headers: IncomingHttpHeaders, origins: ReadonlySet<string>): boolean {
  const { origin, host } = headers;
  if (origin !== undefined) {
    return !origins.has(origin) && origin !== `http://${host}` && origin !== `https://${host}`;
  }
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
