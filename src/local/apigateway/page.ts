/** A page of a list: `position` is where the next one starts. */
export function pageOf(items: readonly object[], query: URLSearchParams): object {
  const limit = Math.min(Math.max(Number(query.get('limit') ?? LIMIT) || LIMIT, 1), LIMIT_MAX);
  const from = Number(query.get('position') ?? 0) || 0;
  const item = items.slice(from, from + limit);
  return from + limit < items.length ? { item, position: String(from + limit) } : { item };
}

const LIMIT = 25;
const LIMIT_MAX = 500;
