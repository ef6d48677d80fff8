import type { ServiceFacts } from './facts.ts';
import { type Member, readMembers } from './notation.ts';

/** An operation of a service, read from its facts. */
export interface SdkOperation {
  /** As the API has it: `PublishBatch`. */
  readonly name: string;
  /** Of a REST API. */
  readonly method: string;
  /** With labels, `/{Bucket}/{Key+}`, and without what follows `?`. */
  readonly path: string;
  readonly query: string;
  readonly input: readonly Member[];
  readonly output: readonly Member[];
}

/** Undefined when the service has none of that name. */
export function sdkOperation(facts: ServiceFacts, name: string): SdkOperation | undefined {
  const written = Object.hasOwn(facts.operations, name) ? facts.operations[name] : undefined;
  if (written === undefined) return undefined;
  const [route = '', input = '', output = ''] = written;
  const [method, target] = route === '' ? ['POST', '/'] : route.split(' ');
  const [path = '/', query = ''] = (target ?? '/').split('?');
  return {
    ...{ name, method: method ?? 'POST', path, query },
    input: readMembers(input, facts),
    output: readMembers(output, facts),
  };
}
