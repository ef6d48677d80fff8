import type { Defined } from '../asl/diagnose.ts';
import type { Diagnostic } from '../asl/validate.ts';
import { ServiceError } from '../base/service-error.ts';
import type { Engine } from '../engine/engine.ts';

/** A definition so long takes about 20 ms to be read: a longer one is read on another thread. */
const CHARACTERS_HERE_MAX = 16 * 1024;

/**
 * Accepts only what can run: a definition that AWS takes and stepwell cannot run yet is refused by name, here and
 * not in the middle of an execution.
 *
 * @throws ServiceError InvalidDefinition, listing everything that is wrong.
 */
export async function checkDefinition(defined: Defined, engine: Diagnosing): Promise<void> {
  const diagnostics = await diagnosticsOf(defined, engine);
  if (!diagnostics.some(({ severity }) => severity === 'ERROR')) return;
  const [{ describeDiagnostics }, { NOT_SUPPORTED }] = await Promise.all([
    import('../asl/validate.ts'),
    import('../asl/diagnose.ts'),
  ]);
  const unsupported = diagnostics.find(({ code }) => code === NOT_SUPPORTED);
  throw new ServiceError(
    'InvalidDefinition',
    unsupported === undefined ? describeDiagnostics(diagnostics) : `${NOT_SUPPORTED}: ${unsupported.message}`,
  );
}

type Diagnosing = Pick<Engine, 'diagnose'>;

/**
 * Everything that keeps a definition from running here, and what is merely doubtful. The validator and the compiler
 * are loaded by the first definition: a server answers 20 ms earlier without them.
 */
export async function diagnosticsOf(defined: Defined, engine: Diagnosing): Promise<readonly Diagnostic[]> {
  if (defined.definition.length > CHARACTERS_HERE_MAX) return await engine.diagnose(defined);
  const { diagnose } = await import('../asl/diagnose.ts');
  return diagnose(defined);
}

/** AWS tells them only when there are any (recorded). The languages are loaded when they are first asked for. */
export async function referencesOf(definition: string, engine: Pick<Engine, 'variableReferences'>) {
  const references = await variableReferencesOf(definition, engine);
  return Object.keys(references).length === 0 ? {} : { variableReferences: references };
}

async function variableReferencesOf(definition: string, engine: Pick<Engine, 'variableReferences'>) {
  if (definition.length > CHARACTERS_HERE_MAX) return await engine.variableReferences(definition);
  const { variableReferences } = await import('../asl/variable-references.ts');
  return variableReferences(definition);
}
