/** The text is no call of an intrinsic function; the message says what is wrong and where. */
export class InvalidIntrinsic extends Error {
  override readonly name = 'InvalidIntrinsic';
}
