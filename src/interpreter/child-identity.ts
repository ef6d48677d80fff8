import type { Program } from '../asl/program.ts';
import { labelledMachineArn } from '../base/arn.ts';
import type { Identity } from './execution.ts';
import { childArn, distributedOf } from './map-run.ts';
import type { Membership } from './record.ts';

/** Who an execution of a Map Run is: its machine's, role and all, but for its ARN and that of its part of the machine. */
export function childIdentity(
  program: Program,
  machine: Identity,
  { name, membership }: { readonly name: string; readonly membership: Membership },
): Identity {
  const { place, stateMachineName } = machine;
  const distributed = distributedOf(program, membership.map);
  return {
    ...machine,
    name,
    executionArn: childArn(machine, distributed, name),
    stateMachineArn: labelledMachineArn(place, stateMachineName, distributed.label),
  };
}
