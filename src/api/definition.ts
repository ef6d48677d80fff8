import { Unsupported } from '../asl/unsupported.ts';
import type { Diagnostic } from '../asl/validate.ts';
import { ServiceError } from '../base/service-error.ts';

type MachineType = 'STANDARD' | 'EXPRESS';

/**
 * Accepts only what can run: a definition that AWS takes and stepwell cannot run yet is refused by name, here and
 * not in the middle of an execution.
 *
 * @throws ServiceError InvalidDefinition, listing everything that is wrong.
 */
export async function checkDefinition(definition: string, type: MachineType): Promise<void> {
  const diagnostics = await diagnosticsOf(definition, type);
  if (!diagnostics.some(isError)) return;
  const { describeDiagnostics } = await import('../asl/validate.ts');
  const unsupported = diagnostics.find(({ code }) => code === NOT_SUPPORTED);
  throw new ServiceError(
    'InvalidDefinition',
    unsupported === undefined ? describeDiagnostics(diagnostics) : `${NOT_SUPPORTED}: ${unsupported.message}`,
  );
}

/** Our own code, of a definition that AWS would take. */
const NOT_SUPPORTED = 'NOT_SUPPORTED';

/**
 * Everything that keeps a definition from running here, and what is merely doubtful. The validator and the compiler
 * are loaded by the first definition: a server answers 20 ms earlier without them.
 */
export async function diagnosticsOf(definition: string, type: MachineType): Promise<readonly Diagnostic[]> {
  const [{ validate }, { compile }] = await Promise.all([
    import('../asl/validate.ts'),
    import('../asl/compile.ts'),
  ]);
  const diagnostics = validate(definition, { type });
  if (diagnostics.some(isError)) return diagnostics;
  try {
    compile(definition);
    return diagnostics;
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    return [...diagnostics, { severity: 'ERROR', code: NOT_SUPPORTED, message: error.message }];
  }
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'ERROR';
}
