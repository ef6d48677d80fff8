import { isObject, member, parseJson } from '../base/json.ts';
import { labelOf } from './distributed.ts';
import { objectField } from './fields.ts';
import { layOut, processorOf } from './layout.ts';

/**
 * The part of a definition that the executions of a Map Run run: the processor of the Map state with this label.
 *
 * @param definition Text for which `validate` has no diagnostic of severity ERROR.
 * @returns undefined when no distributed Map has that label.
 */
export function labelledPart(definition: string, label: string): string | undefined {
  const machine = parseJson(definition);
  if (!isObject(machine)) return undefined;
  for (const { name, definition: state } of layOut(machine).states) {
    const processor = processorOf(state);
    const config = processor === undefined ? undefined : objectField(processor, 'ProcessorConfig');
    if (config === undefined || member(config, 'Mode') !== 'DISTRIBUTED') continue;
    if (labelOf(name, state) === label) return JSON.stringify(processor);
  }
  return undefined;
}
