import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { FailingDocuments } from '../../../test/local/failing-documents.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { Mailbox } from './mailbox.ts';
import { createSmtpMailer } from './smtp-mailer.ts';
import { openSmtpSink } from './smtp-sink.ts';

describe('The SMTP sink', () => {
  test('puts mails into the mailbox, without what was attached', async () => {
    await withSink(async ({ transport, mailbox }) => {
      await transport.sendMail({
        ...{ from: 'a@example.com', to: ['b@example.com', 'c@example.com'], subject: 'Grüße', text: 'hello' },
        html: '<b>hello</b>',
        attachments: [{ filename: 'x.txt', content: 'x' }],
      });
      const [{ id = '' } = {}] = await mailbox.list();
      const { receivedAt: _, ...mail } = (await mailbox.find(id)) ?? {};
      assert.deepEqual(mail, {
        ...{ id, from: 'a@example.com', to: ['b@example.com', 'c@example.com'], subject: 'Grüße' },
        ...{ text: 'hello\n', html: '<b>hello</b>\n', attachments: ['x.txt'] },
      });
    });
  });

  test('takes what our own mailer sends, and shows no header that a name could add', async () => {
    await withSink(async ({ url, mailbox }) => {
      const mailer = await createSmtpMailer(`${url}?from=topic@example.com`, mailbox);
      await mailer.send({
        fromName: 'T\r\nBcc: x@y.z',
        to: 'me@example.com',
        subject: 'S\r\nX: y',
        text: 't',
      });
      const [mail] = await mailbox.list();
      assert.deepEqual([mail?.from, mail?.to], ['topic@example.com', ['me@example.com']]);
      await mailer.send({ fromName: 'SMS', to: '+15551234567', subject: 'SMS', text: 'code' });
      assert.deepEqual((await mailbox.list())[0]?.to, ['+15551234567']);
    });
  });

  test('acknowledges no mail that could not be kept, and none that is giant', async () => {
    await withSink(async ({ transport, documents, mailbox, url }) => {
      documents.failure = new Unavailable('The disk is full');
      const mail = { from: 'a@example.com', to: 'b@example.com', subject: 's', text: 'x' };
      await assert.rejects(transport.sendMail(mail), /disk is full/);
      const mailer = await createSmtpMailer(url, mailbox);
      await assert.rejects(mailer.send({ fromName: 'a', ...mail }), Unavailable);
      documents.failure = undefined;
      await assert.rejects(transport.sendMail({ ...mail, text: 'x\n'.repeat(5_300_000) }));
      assert.deepEqual(await mailbox.list(), []);
    });
  });
});

async function withSink(
  claim: (place: {
    transport: ReturnType<typeof createTransport>;
    mailbox: Mailbox;
    documents: FailingDocuments;
    url: string;
  }) => Promise<void>,
): Promise<void> {
  const documents = new FailingDocuments();
  const entropy = { random: () => 0, uuid: () => randomUUID() };
  const mailbox = new Mailbox({ documents, entropy, now: () => 0 });
  const sink = await openSmtpSink(0, mailbox);
  const url = `smtp://127.0.0.1:${sink.port}`;
  const transport = createTransport(url);
  try {
    await claim({ transport, mailbox, documents, url });
  } finally {
    transport.close();
    await sink.close();
  }
}
