import { conditionOf } from './choice.ts';
import type { Dialect } from './dialect.ts';
import { textOf } from './fail.ts';
import { argumentsOf, assignOf, catchAssignOf, catchOutputOf, outputOf } from './flow.ts';
import { batcherOf } from './item-batcher.ts';
import { mapOf } from './map.ts';
import { roleArnOf, secondsOf } from './task.ts';
import { untilOf } from './wait.ts';

/** States whose query language is JSONPath. */
export const jsonPathDialect: Dialect = {
  arguments: argumentsOf,
  output: outputOf,
  assign: assignOf,
  catchOutput: catchOutputOf,
  catchAssign: catchAssignOf,
  condition: conditionOf,
  until: untilOf,
  seconds: secondsOf,
  roleArn: roleArnOf,
  text: textOf,
  map: mapOf,
  batcher: batcherOf,
};
