import type { Mailbox } from './mailbox.ts';

const MAIL_BYTES_MAX = 10 * 1024 * 1024;
const CONNECTIONS_MAX = 50;

export interface SmtpSink {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Takes mails for anybody from programs on this machine, and puts them into the mailbox: a mail is acknowledged when it
 * is on disk.
 *
 * @param port 0: any free one. Bound to the loopback interface only: whoever may connect may send.
 */
export async function openSmtpSink(port: number, mailbox: Mailbox): Promise<SmtpSink> {
  const [{ SMTPServer }, { default: PostalMime }] = await Promise.all([
    import('smtp-server'),
    import('postal-mime'),
  ]);
  const server = new SMTPServer({
    authOptional: true,
    // No certificate is everybody's: clients that insist on TLS are told that there is none.
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MAIL_BYTES_MAX,
    maxClients: CONNECTIONS_MAX,
    banner: 'stepwell mailbox',
    disableReverseLookup: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        // Node goes on reading what is too large, so that the client hears of it.
        if (stream.byteLength <= MAIL_BYTES_MAX) chunks.push(chunk);
        else chunks.length = 0;
      });
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          done(Object.assign(new Error('The mail is larger than 10 MB'), { responseCode: 552 }));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) };
        keep(Buffer.concat(chunks), envelope).then(
          () => done(),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
      });
    },
  });

  async function keep(source: Buffer, { from, to }: { from: string; to: string[] }): Promise<void> {
    const mail = await PostalMime.parse(source);
    const { text, html } = mail;
    await mailbox.receive({
      from: mail.from?.address ?? from,
      to,
      subject: mail.subject ?? '',
      ...(text === undefined ? {} : { text }),
      ...(html === undefined ? {} : { html }),
      attachments: mail.attachments.map(({ filename }) => filename ?? 'unnamed'),
    });
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      // A client that breaks off is its own affair.
      server.on('error', () => undefined);
      resolve();
    });
  });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
