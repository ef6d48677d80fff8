import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
} from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What a client asked, and what came back, byte for byte. */
export interface Exchange {
  readonly operation: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Stands between a client and a server, passes everything on as it is, and keeps it. */
export class Wire implements AsyncDisposable {
  #last: Exchange | undefined;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(endpoint: string): Promise<Wire> {
    const wire: Wire = new Wire(
      createServer(async (asked, answer) => {
        const { body, response } = await passedOn(asked, endpoint);
        const { statusCode: status = 0, headers } = response;
        wire.#last = {
          operation: String(asked.headers['x-amz-target']).replace('AWSStepFunctions.', ''),
          ...{ status, headers, body: body.toString() },
        };
        answer.writeHead(status, headers).end(body);
      }),
    );
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  }

  /** What was asked and answered last. */
  last(): Exchange {
    if (this.#last === undefined) throw new Error('nobody has asked anything');
    return this.#last;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** With the same headers, Host included: the signature covers it. */
async function passedOn(
  asked: IncomingMessage,
  endpoint: string,
): Promise<{ body: Buffer; response: IncomingMessage }> {
  const body = await buffer(asked);
  const { method, url, headers } = asked;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(new URL(url ?? '/', endpoint), { method, headers }, resolve)
      .on('error', reject)
      .end(body);
  });
  return { body: await buffer(response), response };
}
