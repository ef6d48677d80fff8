import type { Defined } from '../../asl/diagnose.ts';

/** A definition that may take long to be read. */
export type DefinitionJob = Defined & { readonly kind: 'definition' };

/** One that is asked which variables its states read. */
export interface ReferencesJob {
  readonly kind: 'references';
  readonly definition: string;
}
