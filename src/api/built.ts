import { OPERATIONS } from './operation-table.ts';

/** Whether it is an operation that is there. */
export function isBuilt(name: string): name is keyof typeof OPERATIONS {
  return Object.hasOwn(OPERATIONS, name);
}
