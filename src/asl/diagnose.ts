import { compile } from './compile.ts';
import { validateSingleState } from './single-state.ts';
import { Unsupported } from './unsupported.ts';
import { type Diagnostic, validate } from './validate.ts';

/** A definition of a machine that is to run, or of a state that is tested by itself: alone, or in its machine. */
export type Defined =
  | { readonly of: 'machine'; readonly definition: string; readonly type: 'STANDARD' | 'EXPRESS' }
  | { readonly of: 'state'; readonly definition: string }
  | { readonly of: 'stateInMachine'; readonly definition: string };

/** Our own code, of a definition that AWS would take. */
export const NOT_SUPPORTED = 'NOT_SUPPORTED';

/** Everything that keeps a definition from running here, and what is merely doubtful. */
export function diagnose(defined: Defined): readonly Diagnostic[] {
  const { definition } = defined;
  if (defined.of === 'state') return validateSingleState(definition);
  if (defined.of === 'stateInMachine') return validate(definition, { type: 'STANDARD' });
  const diagnostics = validate(definition, { type: defined.type });
  if (diagnostics.some(({ severity }) => severity === 'ERROR')) return diagnostics;
  try {
    compile(definition);
    return diagnostics;
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    return [...diagnostics, notSupported(error.message)];
  }
}

export function notSupported(message: string): Diagnostic {
  return { severity: 'ERROR', code: NOT_SUPPORTED, message };
}
