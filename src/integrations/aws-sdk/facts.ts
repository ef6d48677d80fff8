/**
 * What a service's API is on the wire. The members of structures are written as `notation.ts` reads them.
 */
export interface ServiceFacts {
  readonly protocol: 'json' | 'query' | 'rest-json' | 'rest-xml';
  readonly apiVersion: string;
  /** Before the dot of `X-Amz-Target`. */
  readonly target?: string;
  /** Of AWS JSON. */
  readonly jsonVersion?: string;
  /** Of documents in XML. */
  readonly namespace?: string | undefined;
  /** By the name that the API has for it: method and path, the members of its input, those of its output. */
  readonly operations: {
    readonly [name: string]: readonly [route?: string, input?: string, output?: string];
  };
  /** Structures that stand in more than one place, or hold themselves. */
  readonly structures: { readonly [name: string]: string };
  /** Codes of errors that the SDK has a class for; behind `=` its name, where that is another. */
  readonly errors: string;
}
