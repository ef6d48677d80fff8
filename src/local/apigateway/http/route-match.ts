import { setOwn } from '../../../base/json.ts';
import type { Texts } from '../rest-api.ts';
import type { HttpRoute } from './http-api.ts';

export interface RouteMatch {
  readonly route: HttpRoute;
  /** What stands in the path for `{name}` and `{name+}`. */
  readonly parameters: Texts;
}

const METHODS = new Set(['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

/** What AWS would say to the key of a route; undefined when there is nothing to be said. */
export function routeKeyProblem(key: string): string | undefined {
  if (key === '$default') return undefined;
  const { method, parts } = taken(key);
  if (!METHODS.has(method) || !/^[A-Z]+ \/[^\s?#]*$/.test(key))
    return 'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"';
  const names = parts.flatMap((part) => nameIn(part) ?? []);
  if (new Set(names).size < names.length) return 'Path variables of a route must have different names';
  if (parts.some((part) => /[{}]/.test(part) && nameIn(part) === undefined))
    return 'Path variables of a route look like {name} or {name+}';
  if (parts.slice(0, -1).some((part) => part.endsWith('+}')))
    return 'A greedy path variable must be the last part of a route';
  return undefined;
}

/**
 * Finds the route that says most about a request: what is written out goes before `{name}`, that before `{name+}`, a
 * method before `ANY`, and everything before `$default`.
 */
export function matchRoute(
  routes: readonly HttpRoute[],
  method: string,
  path: string,
): RouteMatch | undefined {
  const wanted = partsOf(path);
  let best: { readonly rank: string; readonly match: RouteMatch } | undefined;
  for (const route of routes) {
    const found = route.routeKey === '$default' ? LAST : fitting(route.routeKey, method, wanted);
    if (found === undefined || (best !== undefined && best.rank <= found.rank)) continue;
    best = { rank: found.rank, match: { route, parameters: found.parameters } };
  }
  return best?.match;
}

interface Fit {
  /** The smaller, the more it says: a digit for each part, then one for the method. */
  readonly rank: string;
  readonly parameters: Texts;
}

const LAST: Fit = { rank: '9', parameters: {} };

function fitting(key: string, method: string, wanted: readonly string[]): Fit | undefined {
  const { method: own, parts } = taken(key);
  if (own !== method && own !== 'ANY') return undefined;
  const parameters: Texts = {};
  let rank = '';
  for (const [at, part] of parts.entries()) {
    const given = wanted[at];
    const name = nameIn(part);
    if (given === undefined) return undefined;
    if (name !== undefined && part.endsWith('+}')) {
      setOwn(parameters, name, wanted.slice(at).join('/'));
      return { rank: `${rank}3${methodRank(own)}`, parameters };
    }
    if (name === undefined && part !== given) return undefined;
    if (name !== undefined && given === '') return undefined;
    if (name !== undefined) setOwn(parameters, name, given);
    rank += name === undefined ? '1' : '2';
  }
  return parts.length === wanted.length ? { rank: `${rank}${methodRank(own)}`, parameters } : undefined;
}

function methodRank(method: string): string {
  return method === 'ANY' ? '2' : '1';
}

function taken(key: string): { readonly method: string; readonly parts: readonly string[] } {
  const [, method = '', path = ''] = /^(\S+) (.*)$/s.exec(key) ?? [];
  return { method, parts: partsOf(path) };
}

/** `/` has one part, which is empty. */
function partsOf(path: string): string[] {
  return path.split('/').slice(1);
}

function nameIn(part: string): string | undefined {
  return /^\{([A-Za-z0-9._:-]+)\+?\}$/.exec(part)?.[1];
}
