import type { ServiceResponse } from '../../base/http-service.ts';
import type { PageRequest, PageService } from '../../base/page-service.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { type Html, html, page } from '../service/html.ts';
import type { Mail, Mailbox, MailSummary } from './mailbox.ts';

/** The mailbox for people (`/mail`) and for scripts (`/mail.json`). Mails come from anywhere: nothing of them runs. */
export class MailPages implements PageService {
  readonly bodyBytesMax = 0;
  readonly #mailbox: Mailbox;

  constructor(mailbox: Mailbox) {
    this.#mailbox = mailbox;
  }

  async handle({ method, path }: Pick<PageRequest, 'method' | 'path'>): Promise<ServiceResponse> {
    if (method !== 'GET' && method !== 'HEAD')
      return { status: 405, headers: { allow: 'GET, HEAD' }, body: '' };
    try {
      return await this.#answer(path);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return page('Mailbox', html`<h1>The mailbox cannot be read now</h1><p>${error.message}</p>`, 503);
    }
  }

  async #answer(path: string): Promise<ServiceResponse> {
    if (path === '/mail' || path === '/mail/') return listPage(await this.#mailbox.list());
    if (path === '/mail.json') return json({ mails: (await this.#mailbox.list()).map(printable) });
    const [, id = '', form = ''] = /^\/mail\/([0-9a-f-]{36})(\.json|\/html)?$/.exec(path) ?? [];
    const mail = id === '' ? undefined : await this.#mailbox.find(id);
    if (mail === undefined)
      return page(
        'No such mail',
        html`<h1>There is no such mail</h1><p><a href="/mail">All mails</a></p>`,
        404,
      );
    if (form === '.json') return json({ ...printable(mail), links: linksOf(mail) });
    return form === '/html' ? frame(mail.html ?? '') : mailPage(mail);
  }
}

function printable<One extends MailSummary>(mail: One): Omit<One, 'receivedAt'> & { receivedAt: string } {
  return { ...mail, receivedAt: new Date(mail.receivedAt).toISOString() };
}

function json(value: object): ServiceResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function listPage(mails: readonly MailSummary[]): ServiceResponse {
  const rows = mails.map(
    ({ id, receivedAt, from, to, subject }) =>
      html`<tr><td><a href="/mail/${id}">${subject || '(no subject)'}</a><td>${from}<td>${to.join(', ')}<td class="soft">${new Date(receivedAt).toISOString()}\n`,
  );
  const table = html`<table><thead><tr><th>Subject<th>From<th>To<th>Received</thead><tbody>${rows}</tbody></table>`;
  const none = html`<p class="soft">No mail has come yet. It shows what topics send to their email subscriptions and to telephone numbers.</p>`;
  return page('Mailbox', html`<h1>Mailbox</h1>${mails.length === 0 ? none : table}`);
}

function mailPage(mail: Mail): ServiceResponse {
  const { id, from, to, subject, receivedAt, text, attachments } = mail;
  const links = mail.html === undefined ? [] : linksOf({ html: mail.html });
  return page(
    subject || 'Mail',
    html`<p><a href="/mail">Mailbox</a></p>
<h1>${subject || '(no subject)'}</h1>
<dl>
<dt>From<dd>${from}
<dt>To<dd>${to.join(', ')}
<dt>Received<dd>${new Date(receivedAt).toISOString()}
${attachments === undefined ? undefined : html`<dt>Attached<dd>${attachments.join(', ')} <span class="soft">(not kept)</span>`}
</dl>
${text === undefined ? undefined : html`<pre>${linked(text)}</pre>`}
${mail.html === undefined ? undefined : html`<iframe sandbox src="/mail/${id}/html" title="The mail as HTML"></iframe>`}
${links.length === 0 ? undefined : html`<p>Links in this mail:</p><ul>${links.map((one) => html`<li>${anchor(one)}`)}</ul>`}`,
  );
}

/** The mail's own HTML: in a frame without rights, from which nothing is loaded and nothing is sent. */
function frame(body: string): ServiceResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    },
    body,
  };
}

const URLS = /https?:\/\/[^\s<>"'`\\\p{Cc}]+/giu;

/** Text with its web addresses as links; no other scheme becomes one. */
function linked(text: string): Html[] {
  const pieces: Html[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(URLS)) {
    const url = trimmed(found);
    pieces.push(html`${text.slice(at, index)}${anchor(url)}`);
    at = index + url.length;
  }
  pieces.push(html`${text.slice(at)}`);
  return pieces;
}

function anchor(url: string): Html {
  return html`<a href="${url}" rel="noopener noreferrer" target="_blank">${url}</a>`;
}

/** Without the sentence around it. */
function trimmed(url: string): string {
  return url.replace(/[.,;:!?)\]}]+$/, '');
}

/** The web addresses in a mail, each once. */
function linksOf({ text = '', html: source = '' }: Pick<Mail, 'text' | 'html'>): string[] {
  const all = `${text}\n${source.replaceAll('&amp;', '&')}`.matchAll(URLS);
  return [...new Set([...all].map(({ 0: url }) => trimmed(url)))].slice(0, LINKS_MAX);
}

const LINKS_MAX = 200;
