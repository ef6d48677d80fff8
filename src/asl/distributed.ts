import { createHash } from 'node:crypto';
import type { JsonObject } from '../base/json.ts';
import { uuidOf } from '../base/uuid.ts';
import type { Dialect } from './dialect.ts';
import { given, objectField, stringField } from './fields.ts';
import { type PlacedState, processorOf } from './layout.ts';
import type { DistributedMap } from './program.ts';
import { Unsupported } from './unsupported.ts';

/**
 * What makes a Map distributed; undefined when it is inline.
 *
 * @throws Unsupported for the parts that need S3.
 */
export function distributedOf(placed: PlacedState, dialect: Dialect): DistributedMap | undefined {
  const { name, definition } = placed;
  const config = objectField(processorOf(definition) ?? {}, 'ProcessorConfig') ?? {};
  const isDistributed = stringField(config, 'Mode') === 'DISTRIBUTED';
  const writer = objectField(definition, 'ResultWriter');
  const batcher = objectField(definition, 'ItemBatcher');
  refuse(name, 'ItemReader', objectField(definition, 'ItemReader') !== undefined);
  refuse(name, 'ResultWriter', writer !== undefined && (!isDistributed || Object.hasOwn(writer, 'Resource')));
  refuse(name, 'ItemBatcher', batcher !== undefined && !isDistributed);
  if (!isDistributed) return undefined;
  return given({
    label: labelOf(name, definition),
    childType: stringField(config, 'ExecutionType') === 'EXPRESS' ? 'EXPRESS' : 'STANDARD',
    batcher: batcher === undefined ? undefined : dialect.batcher(batcher),
    transformation: transformationOf(writer),
  } as const);
}

function refuse(name: string, part: string, isThere: boolean): void {
  if (isThere) throw new Unsupported(name, part);
}

/** AWS makes one up; ours follows from the state's name, so that every revision of the machine has the same. */
export function labelOf(name: string, definition: JsonObject): string {
  return stringField(definition, 'Label') ?? uuidOf(createHash('sha256').update(name).digest());
}

function transformationOf(writer: JsonObject | undefined): DistributedMap['transformation'] {
  const config = writer === undefined ? undefined : objectField(writer, 'WriterConfig');
  const wanted = config === undefined ? undefined : stringField(config, 'Transformation');
  return wanted === 'NONE' || wanted === 'FLATTEN' ? wanted : 'COMPACT';
}
