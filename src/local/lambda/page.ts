import { invalid } from './settings.ts';

const MAX_ITEMS_MAX = 10_000;

/** One page of a list, and where the next one begins. @throws Refusal for a page that there cannot be. */
export function pageOf<Item>(
  items: readonly Item[],
  query: URLSearchParams,
): { readonly page: readonly Item[]; readonly marker: { readonly NextMarker?: string } } {
  const limit = readLimit(query.get('MaxItems'));
  const start = readMarker(query.get('Marker'));
  const page = items.slice(start, start + limit);
  const next = start + page.length;
  const marker = next < items.length ? { NextMarker: Buffer.from(String(next)).toString('base64url') } : {};
  return { page, marker };
}

/** As many as were asked for, within bounds. */
export function readLimit(text: string | null): number {
  if (text === null) return PAGE_MAX;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_ITEMS_MAX) {
    throw invalid('maxItems', text, `Member must be an integer from 1 to ${MAX_ITEMS_MAX}`);
  }
  // As Lambda does, whatever larger number is asked for.
  return Math.min(limit, PAGE_MAX);
}

const PAGE_MAX = 50;

function readMarker(text: string | null): number {
  if (text === null) return 0;
  const start = Buffer.from(text, 'base64url').toString();
  if (/^\d{1,9}$/.test(start)) return Number(start);
  throw invalid('marker', text, 'Member must be a marker that a former answer gave');
}
