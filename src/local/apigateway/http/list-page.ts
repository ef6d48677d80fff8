/** A page of a list, as the second API Gateway shows it: `nextToken` is where the next one starts. */
export function listPage(items: readonly object[], query: URLSearchParams): object {
  const limit = Math.min(Math.max(Number(query.get('maxResults') ?? LIMIT) || LIMIT, 1), LIMIT);
  const from = Number(query.get('nextToken') ?? 0) || 0;
  const page = { items: items.slice(from, from + limit) };
  return from + limit < items.length ? { ...page, nextToken: String(from + limit) } : page;
}

const LIMIT = 500;
