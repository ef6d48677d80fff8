import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { FailingDocuments } from '../../../test/local/failing-documents.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { Mailbox } from './mailbox.ts';

describe('The mailbox', () => {
  test('keeps what was sent, newest first', async () => {
    const { mailbox } = placeOf();
    for (const subject of ['first', 'second']) {
      await mailbox.send({ fromName: 'A', to: 'me@example.com', subject, text: 'x' });
    }
    const [newest, oldest] = await mailbox.list();
    assert.deepEqual([newest?.subject, oldest?.subject], ['second', 'first']);
    assert.deepEqual(await mailbox.find(newest?.id ?? ''), { ...newest, text: 'x' });
    assert.equal(await mailbox.find('nothing'), undefined);
  });

  test('has one line where a header has one, and cuts what is too long', async () => {
    const { mailbox } = placeOf();
    const subject = `a\r\nBcc: x\0${'x'.repeat(2000)}`;
    await mailbox.receive({ from: 'a\nb', to: ['c\rd'], subject, html: 'h'.repeat(1_048_577) });
    const [{ id = '' } = {}] = await mailbox.list();
    const mail = await mailbox.find(id);
    assert.deepEqual([mail?.from, mail?.to], ['a b', ['c d']]);
    assert.match(String(mail?.subject), /^a Bcc: x x+$/);
    assert.match(String(mail?.html), /\n\[cut after 1048576 characters\]$/);
  });

  test('keeps a thousand', async () => {
    const { mailbox, documents } = placeOf();
    for (let i = 0; i < 1003; i++) await mailbox.receive({ from: '', to: [], subject: `${i}` });
    const mails = await mailbox.list();
    assert.deepEqual([mails.length, mails.at(-1)?.subject], [1000, '3']);
    assert.equal((await documents.keys('mail-content')).length, 1000);
  });

  test('acknowledges only what is on disk', async () => {
    const { mailbox, documents } = placeOf();
    documents.failure = new Unavailable('The disk is full');
    await assert.rejects(mailbox.receive({ from: '', to: [], subject: '' }), Unavailable);
  });
});

function placeOf() {
  const documents = new FailingDocuments();
  const entropy = { random: () => 0, uuid: () => randomUUID() };
  return { documents, mailbox: new Mailbox({ documents, entropy, now: () => 0 }) };
}
