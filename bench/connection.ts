import { connect, type Socket } from 'node:net';

/** One keep-alive HTTP/1.1 connection with one request at a time: no more work than a client must do. */
export class Connection {
  readonly #socket: Socket;
  #received: Buffer = EMPTY;
  #waiting: ((body: Buffer) => void) | undefined;
  #fail: (error: Error) => void = () => {};

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the server has closed the connection')));
  }

  /** @returns the body of the answer. @throws Error when it is anything but a 200. */
  send(request: string): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#waiting = resolve;
      this.#fail = reject;
      this.#socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.#fail = () => {};
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
    if (this.#received.length < end + 4 + length) return;
    const body = this.#received.subarray(end + 4, end + 4 + length);
    this.#received = this.#received.subarray(end + 4 + length);
    if (head.startsWith('HTTP/1.1 200 ')) this.#waiting?.(body);
    else this.#fail(new Error(`${head.split('\r\n', 1)[0]}: ${body}`));
  }
}

const EMPTY = Buffer.alloc(0);

/** The bytes of an API call. Only for text without characters beyond Latin 1. */
export function apiRequest(port: number, operation: string, body: string): string {
  return (
    `POST / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/x-amz-json-1.0\r\n` +
    `x-amz-target: AWSStepFunctions.${operation}\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  );
}
