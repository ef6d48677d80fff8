import { MacKey } from '../base/mac-key.ts';
import type { EventId } from '../interpreter/record.ts';
import type { ExecutionId } from '../store/store.ts';

/** The Map Run that a UUID names: its execution, and its MapRunStarted event there. */
export interface MapRunSubject {
  readonly execution: ExecutionId;
  readonly event: EventId;
}

/**
 * UUIDs of Map Runs: the run's place, sealed, so that its ARN leads to its execution and nothing is stored for it. They
 * look like chance, cannot be made up, and are the same for the same run.
 *
 * 54 bits are a MAC of the place; 68 bits are the place, hidden by what follows from the MAC (53 for the execution, 15 for
 * the event, which is at most the 25,000th); 6 bits say that it is a UUID of version 8.
 */
export class MapRunIds {
  readonly #given: Buffer;
  #derived: MacKey | undefined;

  /** @param secret 32 random bytes, kept with the data. */
  constructor(secret: Buffer) {
    this.#given = secret;
  }

  get #key(): MacKey {
    this.#derived ??= new MacKey(new MacKey(this.#given).hmac().update('map run').digest());
    return this.#derived;
  }

  seal({ execution, event }: MapRunSubject): string {
    const place = Buffer.alloc(PLACE_BYTES);
    place.writeUIntBE(Math.floor(execution / 2 ** 33), 0, 3);
    place.writeUIntBE((execution % 2 ** 33) * 2 ** 15 + event, 3, 6);
    const mac = this.#mac(place);
    const hidden = this.#hidden(place, mac);
    const bytes = Buffer.concat([
      mac.subarray(0, 6),
      Buffer.of(0x80 | (hidden.readUInt8(0) & 0x0f), hidden.readUInt8(1), mac.readUInt8(6)),
      hidden.subarray(2),
    ]);
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  /** @returns undefined when it is none of ours. */
  open(uuid: string): MapRunSubject | undefined {
    const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
    if (bytes.length !== UUID_BYTES) return undefined;
    const mac = Buffer.concat([bytes.subarray(0, 6), bytes.subarray(8, 9)]);
    const hidden = Buffer.concat([
      Buffer.of(bytes.readUInt8(6) & 0x0f, bytes.readUInt8(7)),
      bytes.subarray(9),
    ]);
    const place = this.#hidden(hidden, mac);
    const low = place.readUIntBE(3, 6);
    const subject = {
      execution: place.readUIntBE(0, 3) * 2 ** 33 + Math.floor(low / 2 ** 15),
      event: low % 2 ** 15,
    };
    // Made again from what was read: everything in it has to be right, its case and its dashes too.
    return Number.isSafeInteger(subject.execution) && this.seal(subject) === uuid ? subject : undefined;
  }

  #mac(place: Buffer): Buffer {
    const mac = this.#key.hmac().update(place).digest().subarray(0, 7);
    mac.writeUInt8(0x80 | (mac.readUInt8(6) & 0x3f), 6);
    return mac;
  }

  /** Hides a place, or shows a hidden one. The first four bits of a place are 0. */
  #hidden(place: Buffer, mac: Buffer): Buffer {
    const mask = this.#key.hmac().update('mask').update(mac).digest();
    const hidden = place.map((byte, i) => byte ^ mask.readUInt8(i));
    hidden[0] = (hidden[0] ?? 0) & 0x0f;
    return Buffer.from(hidden);
  }
}

const PLACE_BYTES = 9;
const UUID_BYTES = 16;
