import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { FailingDocuments } from '../../../test/local/failing-documents.ts';
import { MailPages } from './mail-pages.ts';
import { Mailbox } from './mailbox.ts';

const HOSTILE = `<script>alert(1)</script><img src=x onerror="alert(2)"><a href="javascript:alert(3)">x</a><svg onload=alert(4)>`;

describe('The pages of the mailbox', () => {
  test('show a list and a mail, to people and to programs', async () => {
    const place = await placeOf({ subject: 'Hi', text: 'See http://a.example/?x=1&y=2, and more.' });
    assert.match(await place.get('/mail'), /<a href="\/mail\/[0-9a-f-]{36}">Hi<\/a>/);
    const page = await place.get(`/mail/${place.id}`);
    assert.match(
      page,
      /See <a href="http:\/\/a.example\/\?x=1&amp;y=2" rel="noopener noreferrer" target="_blank">/,
    );
    const { mails } = JSON.parse(await place.get('/mail.json'));
    assert.deepEqual(
      [mails.length, mails[0].subject, mails[0].receivedAt],
      [1, 'Hi', '1970-01-01T00:00:00.000Z'],
    );
    const mail = JSON.parse(await place.get(`/mail/${place.id}.json`));
    assert.deepEqual(mail.links, ['http://a.example/?x=1&y=2']);
  });

  test('show hostile text as text, wherever it stands', async () => {
    const place = await placeOf({
      from: HOSTILE,
      to: [HOSTILE],
      subject: HOSTILE,
      text: HOSTILE,
      attachments: [HOSTILE],
    });
    for (const page of [await place.get('/mail'), await place.get(`/mail/${place.id}`)]) {
      assert.doesNotMatch(page, /<(script|img|svg)|<a href="javascript/i);
      assert.match(page, /&lt;script&gt;/);
    }
  });

  test('link nothing but web addresses', async () => {
    const text =
      'javascript:alert(1) data:text/html,x file:///etc/passwd //evil.example http://a"onmouseover="alert(1)';
    const page = await (await placeOf({ text })).mailPage();
    assert.deepEqual(
      [...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href),
      ['/mail', 'http://a'],
    );
  });

  test('show HTML in a frame without any right, from which nothing is loaded', async () => {
    const place = await placeOf({ html: HOSTILE });
    const page = await place.mailPage();
    assert.match(page, new RegExp(`<iframe sandbox src="/mail/${place.id}/html"`));
    assert.doesNotMatch(page, /<script|onerror/);
    const { headers, body } = await place.ask(`/mail/${place.id}/html`);
    assert.equal(body, HOSTILE);
    const policy = headers['content-security-policy'] ?? '';
    assert.match(policy, /^sandbox; default-src 'none'; /);
    assert.doesNotMatch(policy, /allow-|script|https?:|\*/);
  });

  test('tell the links of an HTML mail beside its frame', async () => {
    const place = await placeOf({
      html: '<a href="http://a.example/?x=1&amp;y=2">go</a><img src=http://b.example/i.png>',
    });
    const page = await place.mailPage();
    assert.match(page, /<li><a href="http:\/\/a.example\/\?x=1&amp;y=2"/);
  });

  test('are fast with giant mails', async () => {
    const text = `http://${'a'.repeat(500_000)} ${'http://b.c '.repeat(40_000)}`;
    const page = await (await placeOf({ text, html: `<a href="${text}">` })).mailPage();
    assert.ok(page.length > 500_000);
  });

  test('refuse what they do not have', async () => {
    const place = await placeOf({});
    for (const path of ['/mail/x', '/mail/../etc', `/mail/${randomUUID()}`, `/mail/${place.id}/x`]) {
      assert.equal((await place.ask(path)).status, 404, path);
    }
    assert.equal((await place.ask('/mail', 'POST')).status, 405);
  });
});

async function placeOf(mail: Partial<Parameters<Mailbox['receive']>[0]>) {
  const entropy = { random: () => 0, uuid: () => randomUUID() };
  const mailbox = new Mailbox({ documents: new FailingDocuments(), entropy, now: () => 0 });
  await mailbox.receive({ from: 'a@b.c', to: ['d@e.f'], subject: 'S', ...mail });
  const [{ id = '' } = {}] = await mailbox.list();
  const pages = new MailPages(mailbox);
  const ask = async (path: string, method = 'GET') => {
    const { status, headers, body } = await pages.handle({ method, path });
    return { status, headers, body: String(body) };
  };
  const get = async (path: string) => (await ask(path)).body;
  return { id, ask, get, mailPage: () => get(`/mail/${id}`) };
}
