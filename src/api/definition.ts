import { compile } from '../asl/compile.ts';
import { Unsupported } from '../asl/unsupported.ts';
import { describeDiagnostics, validate } from '../asl/validate.ts';
import { ServiceError } from '../base/service-error.ts';

/**
 * Accepts only what can run: a definition that AWS takes and stepwell cannot run yet is refused by name, here and
 * not in the middle of an execution.
 *
 * @throws ServiceError InvalidDefinition, listing everything that is wrong.
 */
export function checkDefinition(definition: string, type: 'STANDARD' | 'EXPRESS'): void {
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
