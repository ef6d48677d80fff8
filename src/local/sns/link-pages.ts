import type { ServiceResponse } from '../../base/http-service.ts';
import type { PageRequest, PageService } from '../../base/page-service.ts';
import { Unavailable } from '../../base/unavailable.ts';
import { type Html, html, page } from '../service/html.ts';
import { ServiceRefusal } from '../service/refusal.ts';
import { element, printXml } from '../service/xml.ts';
import { parseSnsArn, type SubscriptionRecord, subscriptionArn } from './records.ts';
import type { Signer } from './signer.ts';
import { confirm, unsubscribeByLink } from './subscription-operations.ts';
import type { Topics } from './topics.ts';

/** A form of ours has two short fields. */
const BODY_BYTES_MAX = 4096;

/**
 * The links in what SNS sends. One that a person follows leads to a page with a button: programs that look at mails
 * open every link in them. One that was sent to an HTTP endpoint does at once what it says, as programs expect.
 */
export class LinkPages implements PageService {
  readonly bodyBytesMax = BODY_BYTES_MAX;
  /** Mails are read elsewhere. */
  readonly isLinked = true;
  readonly #topics: Topics;
  readonly #signer: Signer;

  constructor(topics: Topics, signer: Signer) {
    this.#topics = topics;
    this.#signer = signer;
  }

  async handle(
    request: Pick<PageRequest, 'method' | 'path' | 'query' | 'body' | 'requestId'>,
  ): Promise<ServiceResponse> {
    try {
      return await this.#answer(request);
    } catch (error) {
      if (error instanceof ServiceRefusal) return notice(error.message, error.status);
      if (error instanceof Unavailable) return notice(error.message, 503);
      throw error;
    }
  }

  async #answer({
    method,
    path,
    query,
    body,
    requestId,
  }: Parameters<LinkPages['handle']>[0]): Promise<ServiceResponse> {
    const file = path.slice('/sns/'.length);
    if (file.endsWith('.pem')) return await this.#certificate(file);
    if (method !== 'GET' && method !== 'POST')
      return { status: 405, headers: { allow: 'GET, POST' }, body: '' };
    const fields = method === 'POST' ? new URLSearchParams(body.toString()) : query;
    switch (fields.get('Action')) {
      case 'ConfirmSubscription':
        return await this.#confirm(fields, { isPost: method === 'POST', requestId });
      case 'Unsubscribe':
        return await this.#unsubscribe(fields, method === 'POST');
      default:
        return notice('This link leads nowhere', 404);
    }
  }

  async #confirm(
    fields: URLSearchParams,
    { isPost, requestId }: { readonly isPost: boolean; readonly requestId: string },
  ): Promise<ServiceResponse> {
    const arn = fields.get('TopicArn') ?? '';
    const token = fields.get('Token') ?? '';
    const parts = parseSnsArn(arn);
    const topic = parts && (await this.#topics.find(parts.scope, parts.topic));
    const asked =
      topic &&
      (await this.#topics.subscriptionsOf(topic.record)).find(({ record }) => record.token === token)?.record;
    if (topic === undefined || asked === undefined) return notice('This link is no longer valid', 404);
    const isProgram = asked.protocol === 'http' || asked.protocol === 'https';
    if (!isPost && !isProgram && !asked.isConfirmed) {
      const question = html`<h1>Confirm subscription</h1>
<p>Shall <strong>${asked.endpoint}</strong> get what is published to <strong>${arn}</strong>?</p>`;
      return ask(question, 'Confirm subscription', {
        Action: 'ConfirmSubscription',
        TopicArn: arn,
        Token: token,
      });
    }
    await confirm(this.#topics, topic.record, { token, isAuthenticated: false });
    return isProgram ? confirmedXml(asked, requestId) : confirmedPage(asked, arn);
  }

  async #unsubscribe(fields: URLSearchParams, isPost: boolean): Promise<ServiceResponse> {
    const arn = fields.get('SubscriptionArn') ?? '';
    const parts = parseSnsArn(arn);
    if (parts?.id === undefined) return notice('This link leads nowhere', 404);
    const found = await this.#topics.findSubscription({ ...parts, id: parts.id });
    if (found === undefined) return notice('This subscription has ended', 404);
    if (isPost) {
      const { endpoint, topic } = await unsubscribeByLink(this.#topics, { ...parts, id: parts.id });
      return page(
        'Unsubscribed',
        html`<h1>Subscription removed</h1><p><strong>${endpoint}</strong> gets nothing from <strong>${topic}</strong> any more.</p>`,
      );
    }
    const { endpoint, topic } = found.record;
    const question = html`<h1>Unsubscribe</h1>
<p>Shall <strong>${endpoint}</strong> get nothing from <strong>${topic}</strong> any more?</p>`;
    return ask(question, 'Unsubscribe', { Action: 'Unsubscribe', SubscriptionArn: arn });
  }

  async #certificate(name: string): Promise<ServiceResponse> {
    const key = await this.#signer.certificate(name);
    if (key === undefined) return notice('There is no such key', 404);
    return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: key };
  }
}

function ask(question: Html, button: string, fields: Readonly<Record<string, string>>): ServiceResponse {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return page(
    button,
    html`${question}<form method="post" action="/sns/">${inputs}<button>${button}</button></form>`,
  );
}

function notice(message: string, status: number): ServiceResponse {
  return page(message, html`<h1>${message}</h1>`, status);
}

function confirmedPage(record: SubscriptionRecord, topic: string): ServiceResponse {
  return page(
    'Subscription confirmed',
    html`<h1>Subscription confirmed</h1>
<p><strong>${record.endpoint}</strong> gets what is published to <strong>${topic}</strong>.</p>
<p class="soft">${subscriptionArn(record)}</p>`,
  );
}

function confirmedXml(record: SubscriptionRecord, requestId: string): ServiceResponse {
  const answer = [
    element('ConfirmSubscriptionResult', element('SubscriptionArn', subscriptionArn(record))),
    element('ResponseMetadata', element('RequestId', requestId)),
  ];
  const body = printXml(element('ConfirmSubscriptionResponse', answer, SNS_NAMESPACE));
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

export const SNS_NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';
