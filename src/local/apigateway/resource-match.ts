import { setOwn } from '../../base/json.ts';
import type { Resource, Texts } from './rest-api.ts';

export interface Match {
  readonly resource: Resource;
  /** What stands in the path for `{name}` and `{name+}`. */
  readonly parameters: Texts;
}

/**
 * Finds the resource that answers for a path: what is written out goes before `{name}`, and that before `{name+}`.
 *
 * @param hasMethod A resource that cannot answer is passed over.
 */
export function matchResource(
  resources: Readonly<Record<string, Resource>>,
  path: string,
  hasMethod: (resource: Resource) => boolean,
): Match | undefined {
  const children = Map.groupBy(Object.values(resources), ({ parentId }) => parentId);
  const root = children.get(undefined)?.[0];
  const parts = path.split('/').filter((part, at, all) => part !== '' || (at > 0 && at < all.length - 1));
  return root && find(root, 0, []);

  function find(
    resource: Resource,
    at: number,
    found: readonly (readonly [string, string])[],
  ): Match | undefined {
    const part = parts[at];
    if (part === undefined) return hasMethod(resource) ? { resource, parameters: textsOf(found) } : undefined;
    const inside = children.get(resource.id) ?? [];
    for (const child of inside)
      if (child.pathPart === part) {
        const match = find(child, at + 1, found);
        if (match !== undefined) return match;
      }
    for (const child of inside) {
      const name = variableOf(child, false);
      const match = name === undefined ? undefined : find(child, at + 1, [...found, [name, part]]);
      if (match !== undefined) return match;
    }
    const greedy = inside.find((child) => variableOf(child, true) !== undefined && hasMethod(child));
    if (greedy === undefined) return undefined;
    const rest = [variableOf(greedy, true) ?? '', parts.slice(at).join('/')] as const;
    return { resource: greedy, parameters: textsOf([...found, rest]) };
  }
}

function variableOf({ pathPart = '' }: Resource, isGreedy: boolean): string | undefined {
  return (isGreedy ? /^\{(.+)\+\}$/ : /^\{(.+[^+])\}$|^\{([^+])\}$/)
    .exec(pathPart)
    ?.slice(1)
    .find((one) => one !== undefined);
}

function textsOf(entries: readonly (readonly [string, string])[]): Texts {
  const texts: Texts = {};
  for (const [name, value] of entries) setOwn(texts, name, value);
  return texts;
}
