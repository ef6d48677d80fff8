import { describeDiagnostics, validate } from '../asl/validate.ts';
import { ServiceError } from '../base/service-error.ts';

/** @throws ServiceError InvalidDefinition, listing everything that is wrong. */
export function checkDefinition(definition: string, type: 'STANDARD' | 'EXPRESS'): void {
  const diagnostics = validate(definition, { type });
  if (diagnostics.some(({ severity }) => severity === 'ERROR')) {
    throw new ServiceError('InvalidDefinition', describeDiagnostics(diagnostics));
  }
}
