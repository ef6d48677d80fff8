/** Disk, database or peer is not there for now; the same call may succeed later and may be repeated as it is. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
