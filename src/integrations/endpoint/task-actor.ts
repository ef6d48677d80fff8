import type { Actor } from '../../base/actor.ts';
import type { Attempt } from '../../engine/integration.ts';

/** In whose name a task calls: that of its machine's role. */
export function taskActor({ id, roleArn }: Pick<Attempt, 'id' | 'roleArn'>): { readonly actor?: Actor } {
  return roleArn === undefined ? {} : { actor: { kind: 'role', arn: roleArn, session: id } };
}
