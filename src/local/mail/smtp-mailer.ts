import { Unavailable } from '../../base/unavailable.ts';
import { NO_REPLY } from './mailbox.ts';
import type { Mailer, OutgoingMail } from './mailer.ts';

/**
 * Mails that go out through an SMTP server.
 *
 * @param url `smtp://user:password@host:587?from=sender@example.com`; `smtps:` for TLS from the first byte.
 * @param numbers Where texts to telephone numbers go: no SMTP server takes them.
 */
export async function createSmtpMailer(url: string, numbers: Mailer): Promise<Mailer> {
  const { createTransport } = await import('nodemailer');
  const server = new URL(url);
  const address = server.searchParams.get('from') ?? NO_REPLY;
  server.searchParams.delete('from');
  const transport = createTransport(String(server));
  return {
    async send(mail: OutgoingMail): Promise<void> {
      if (mail.to.startsWith('+')) return await numbers.send(mail);
      const { fromName, to, subject, text } = mail;
      try {
        await transport.sendMail({
          from: { name: fromName, address },
          to: { name: '', address: to },
          subject,
          text,
        });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        // Whatever a mail server says, another time it may say otherwise; SNS tries again for hours.
        throw new Unavailable(`The mail server does not take a mail: ${error.message}`, { cause: error });
      }
    },
  };
}
