import type { Defined } from '../../asl/diagnose.ts';

/** A definition that may take long to be read. */
export type DefinitionJob = Defined & { readonly kind: 'definition' };
