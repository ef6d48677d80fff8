/**
 * A valid definition that uses a part of the language which stepwell does not have yet.
 * The message names the state and the part; refusing here is better than failing halfway through an execution.
 */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';

  constructor(state: string, part: string) {
    super(`State '${state}' uses ${part}, which stepwell does not support yet`);
  }
}
