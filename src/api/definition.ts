import { Unsupported } from '../asl/unsupported.ts';
import { ServiceError } from '../base/service-error.ts';

/**
 * Accepts only what can run: a definition that AWS takes and stepwell cannot run yet is refused by name, here and
 * not in the middle of an execution. The validator and the compiler are loaded by the first definition: a server answers
 * 20 ms earlier without them.
 *
 * @throws ServiceError InvalidDefinition, listing everything that is wrong.
 */
export async function checkDefinition(definition: string, type: 'STANDARD' | 'EXPRESS'): Promise<void> {
  const [{ describeDiagnostics, validate }, { compile }] = await Promise.all([
    import('../asl/validate.ts'),
    import('../asl/compile.ts'),
  ]);
  const diagnostics = validate(definition, { type });
  if (diagnostics.some(({ severity }) => severity === 'ERROR')) {
    throw new ServiceError('InvalidDefinition', describeDiagnostics(diagnostics));
  }
  try {
    compile(definition);
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    throw new ServiceError('InvalidDefinition', `NOT_SUPPORTED: ${error.message}`);
  }
}
