/** The text is not a JSONPath; the message says what is wrong and where. */
export class InvalidPath extends Error {
  override readonly name = 'InvalidPath';
}
