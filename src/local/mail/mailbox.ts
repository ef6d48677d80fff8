import type { Documents } from '../../base/documents.ts';
import type { Entropy } from '../../base/entropy.ts';
import type { Instant } from '../../base/time.ts';
import { Unavailable } from '../../base/unavailable.ts';
import type { Mailer, OutgoingMail } from './mailer.ts';

/** What a list shows of a mail. */
export interface MailSummary {
  readonly id: string;
  readonly receivedAt: Instant;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
}

interface MailContent {
  readonly text?: string;
  readonly html?: string;
  /** Names of what was attached; the files themselves are not kept. */
  readonly attachments?: readonly string[];
}

export type Mail = MailSummary & MailContent;

export interface MailboxOptions {
  readonly documents: Documents;
  readonly now: () => Instant;
  readonly entropy: Entropy;
}

const SUMMARY = 'mail';
const CONTENT = 'mail-content';

/** The newest are kept. */
const MAILS_MAX = 1000;
/** Longer texts are cut. */
const TEXT_LENGTH_MAX = 1_048_576;
const LINE_LENGTH_MAX = 998;

/** The mailbox of this server: whatever is sent to anybody comes to lie in it. */
export class Mailbox implements Mailer {
  readonly #options: MailboxOptions;

  constructor(options: MailboxOptions) {
    this.#options = options;
  }

  async send({ fromName, to, subject, text }: OutgoingMail): Promise<void> {
    await this.receive({ from: `${fromName} <${NO_REPLY}>`, to: [to], subject, text });
  }

  /** Resolves when it is on disk. @throws Unavailable. */
  async receive(mail: Omit<Mail, 'id' | 'receivedAt'>): Promise<void> {
    const { documents, now, entropy } = this.#options;
    const { from, to, subject, ...content } = mail;
    const id = entropy.uuid();
    const summary: MailSummary = {
      ...{ id, receivedAt: now(), from: line(from), to: to.slice(0, 100).map(line), subject: line(subject) },
    };
    const outcome = await documents.write([
      { kind: SUMMARY, key: id, text: JSON.stringify(summary), expectedVersion: 0 },
      { kind: CONTENT, key: id, text: JSON.stringify(cut(content)), expectedVersion: 0 },
    ]);
    if (outcome === 'conflict') throw new Unavailable('The mailbox has changed; try again');
    await this.#prune();
  }

  /** Newest first. */
  async list(): Promise<MailSummary[]> {
    const found = await this.#options.documents.documents(SUMMARY, { prefix: '', limit: 2 * MAILS_MAX });
    // The text is what `receive` wrote.
    return found.map(({ text }) => JSON.parse(text) as MailSummary).reverse();
  }

  async find(id: string): Promise<Mail | undefined> {
    const { documents } = this.#options;
    const [summary, content] = await Promise.all([
      documents.document(SUMMARY, id),
      documents.document(CONTENT, id),
    ]);
    if (summary === undefined || content === undefined) return undefined;
    // The texts are what `receive` wrote.
    return { ...(JSON.parse(summary.text) as MailSummary), ...(JSON.parse(content.text) as MailContent) };
  }

  async #prune(): Promise<void> {
    const { documents } = this.#options;
    const found = await documents.documents(SUMMARY, { prefix: '', limit: 2 * MAILS_MAX });
    const old = found.slice(0, Math.max(0, found.length - MAILS_MAX));
    if (old.length === 0) return;
    // A conflict means that another mail's pruning has done it.
    await documents.write(
      old.flatMap(({ key }) =>
        [SUMMARY, CONTENT].map((kind) => ({ kind, key, text: undefined, expectedVersion: 1 })),
      ),
    );
  }
}

export const NO_REPLY = 'no-reply@stepwell.localhost';

function cut({ text, html, attachments }: MailContent): MailContent {
  return {
    ...(text === undefined ? {} : { text: shortened(text) }),
    ...(html === undefined ? {} : { html: shortened(html) }),
    ...(attachments === undefined || attachments.length === 0
      ? {}
      : { attachments: attachments.slice(0, 100).map(line) }),
  };
}

function shortened(text: string): string {
  if (text.length <= TEXT_LENGTH_MAX) return text;
  return `${text.slice(0, TEXT_LENGTH_MAX)}\n[cut after ${TEXT_LENGTH_MAX} characters]`;
}

function line(text: string): string {
  return text.slice(0, LINE_LENGTH_MAX).replace(/[\p{Cc}]+/gu, ' ');
}
