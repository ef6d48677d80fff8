/**
 * What the host and a function's process say to each other over one socket pair: a length, a letter that
 * names the message, and its text.
 *
 * To the process: `I` invoke (a JSON header, a line feed, the payload). From it: `R` ready, `E` the handler
 * could not be loaded (its error document), `S` and `F` the handler's result or its error document (the process's peak
 * memory in MB, a space, the milliseconds that the handler took, a line feed, the document), `N` the handler was not called
 * (why: the call could not be written down), `U` it was not called because the file of calls is closed, `L` a piece of its log.
 *
 * Calls are made one after the other; each gets one of `S`, `F`, `N`, `U`, in the order in which they came. The header of a
 * call that a later host may ask for has `spool`: what is to be written into file descriptor 4 before the handler is called,
 * and the ticket under which the answer goes there (`spool-records.ts`).
 */
export interface Frame {
  readonly type: string;
  readonly text: string;
}

/** A response of 6 MB and its header; what is longer did not come from our bootstrap. */
const FRAME_BYTES_MAX = 8 * 1_048_576;
const HEADER_BYTES = 5;

export function encodeFrame(type: string, text: string): Buffer {
  const bytes = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(HEADER_BYTES + bytes);
  frame.writeUInt32BE(bytes, 0);
  frame.write(type, 4, 'latin1');
  frame.write(text, HEADER_BYTES);
  return frame;
}

/** Cuts a stream of bytes into frames. Each byte is copied at most once more, whatever the sizes of the chunks. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** @throws RangeError when a frame announces more than any of ours has: the stream cannot be read on. */
  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const frames: Frame[] = [];
    let wanted = this.#wanted();
    while (wanted !== undefined && this.#bytes >= wanted) {
      const buffer = this.#joined();
      frames.push({
        type: buffer.toString('latin1', 4, 5),
        text: buffer.toString('utf8', HEADER_BYTES, wanted),
      });
      this.#bytes -= wanted;
      this.#chunks = this.#bytes === 0 ? [] : [buffer.subarray(wanted)];
      wanted = this.#wanted();
    }
    return frames;
  }

  #wanted(): number | undefined {
    if (this.#bytes < HEADER_BYTES) return undefined;
    const first = this.#chunks[0];
    const head = first !== undefined && first.length >= HEADER_BYTES ? first : this.#joined();
    const bytes = head.readUInt32BE(0);
    if (bytes > FRAME_BYTES_MAX) throw new RangeError(`A frame of ${bytes} bytes is over ${FRAME_BYTES_MAX}`);
    return HEADER_BYTES + bytes;
  }

  #joined(): Buffer {
    const [only = Buffer.alloc(0)] = this.#chunks;
    if (this.#chunks.length === 1) return only;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}
