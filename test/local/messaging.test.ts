import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, AwsCli, Refused, whyNoAws } from '../tutorials/aws-cli.ts';
import { StepwellProcess } from '../tutorials/stepwell-process.ts';

const PATIENCE_MS = 20_000;

describe('queues, with the AWS command line', { skip: whyNoAws(), concurrency: true }, () => {
  test('what was sent survives kill -9, and so does what hides it', async () => {
    await using place = await Place.begin();
    const url = await place.queue('q', { VisibilityTimeout: '600' });
    for (const body of ['a', 'b'])
      await place.sqs('send-message', '--queue-url', url, '--message-body', body);
    const [taken] = await place.receive(url, 1);
    await place.restart();
    const [other, ...more] = await place.receive(place.urlOf('q'));
    assert.deepEqual([taken?.Body, other?.Body, more.length], ['a', 'b', 0]);
    const receipt = ['--receipt-handle', taken?.ReceiptHandle ?? '', '--visibility-timeout', '0'];
    await place.sqs('change-message-visibility', '--queue-url', place.urlOf('q'), ...receipt);
    const [again] = await place.receive(place.urlOf('q'));
    assert.equal(again?.MessageId, taken?.MessageId);
  });

  test('a deleted message stays deleted, and a receipt outlives kill -9', async () => {
    await using place = await Place.begin();
    const url = await place.queue('q', { VisibilityTimeout: '1' });
    await place.sqs('send-message', '--queue-url', url, '--message-body', 'a');
    const [taken] = await place.receive(url);
    await place.restart();
    await place.sqs(
      'delete-message',
      '--queue-url',
      place.urlOf('q'),
      '--receipt-handle',
      taken?.ReceiptHandle ?? '',
    );
    await place.restart();
    await pause(1000);
    assert.deepEqual(await place.receive(place.urlOf('q')), []);
  });

  test('a FIFO queue keeps order and knows the same message after kill -9', async () => {
    await using place = await Place.begin();
    const url = await place.queue('q.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    const send = (at: string, body: string) =>
      place.sqs('send-message', '--queue-url', at, '--message-body', body, '--message-group-id', 'g');
    const first = await send(url, '1');
    await send(url, '2');
    await place.restart();
    assert.deepEqual(await send(place.urlOf('q.fifo'), '1'), first);
    assert.deepEqual(bodies(await place.receive(place.urlOf('q.fifo'))), ['1', '2']);
  });

  test('a FIFO topic keeps order and knows the same message after kill -9, down to its queues', async () => {
    await using place = await Place.begin();
    await place.queue('q.fifo', { FifoQueue: 'true' });
    const made = await place.sns('create-topic', '--name', 't.fifo', '--attributes', 'FifoTopic=true');
    const topic = ['--topic-arn', String(made.TopicArn)];
    const queue = ['--notification-endpoint', 'arn:aws:sqs:us-east-1:123456789012:q.fifo'];
    const raw = ['--attributes', 'RawMessageDelivery=true'];
    await place.sns('subscribe', ...topic, '--protocol', 'sqs', ...queue, ...raw);
    const publish = (text: string) => {
      const order = ['--message-group-id', 'g', '--message-deduplication-id', text];
      return place.sns('publish', ...topic, '--message', text, ...order);
    };
    const first = await publish('1');
    await publish('2');
    await place.restart();
    assert.deepEqual(await publish('1'), first);
    await publish('3');
    await place.restart();
    await place.holds('q.fifo', 3);
    assert.deepEqual(bodies(await place.receive(place.urlOf('q.fifo'))), ['1', '2', '3']);
  });

  test('what is not there is refused by its name', async () => {
    await using place = await Place.begin();
    await place.queue('q');
    const arn = 'arn:aws:sqs:us-east-1:123456789012:q';
    await refuses(
      place.sqs('start-message-move-task', '--source-arn', arn),
      /NotImplemented.*StartMessageMoveTask/,
    );
    await refuses(place.sqs('get-queue-url', '--queue-name', 'x'), /NonExistentQueue/);
    await refuses(
      place.sns('opt-in-phone-number', '--phone-number', '+15551234567'),
      /NotImplemented.*OptIn/,
    );
  });
});

describe('topics, with the AWS command line', { skip: whyNoAws(), concurrency: true }, () => {
  test('a mail subscription is confirmed by the link in its mail, and mails come', async () => {
    await using place = await Place.begin();
    const topic = await place.topic('t');
    await place.sns('subscribe', '--topic-arn', topic, '--protocol', 'email', ...endpoint('me@example.com'));
    await place.restart();
    const { links } = await place.mail(/Subscription Confirmation/);
    // The port is another one after a restart.
    const link = new URL(String(links?.[0]));
    const question = await textOf(`${place.url}${link.pathname}${link.search}`);
    assert.match(question, /<form method="post"/);
    await fetch(`${place.url}/sns/`, { method: 'POST', body: link.searchParams });
    await place.sns('publish', '--topic-arn', topic, '--subject', 'News', '--message', 'Hello <b>you</b>');
    const { id, text } = await place.mail(/^News$/);
    assert.match(String(text), /^Hello <b>you<\/b>\n/);
    const page = await textOf(`${place.url}/mail/${id}`);
    assert.match(page, /Hello &lt;b&gt;you&lt;\/b&gt;/);
    await place.sns('publish', '--phone-number', '+15551234567', '--message', 'code 1234');
    assert.deepEqual((await place.mail(/^SMS$/)).to, ['+15551234567']);
  });

  test('a queue gets what its filter policy takes', async () => {
    await using place = await Place.begin();
    const [topic, url] = [await place.topic('t'), await place.queue('q')];
    const attributes = { RawMessageDelivery: 'true', FilterPolicy: '{"color":["red"]}' };
    await place.sns(
      'subscribe',
      ...['--topic-arn', topic, '--protocol', 'sqs', ...endpoint('arn:aws:sqs:us-east-1:123456789012:q')],
      ...['--attributes', JSON.stringify(attributes)],
    );
    const colored = (color: string) => JSON.stringify({ color: { DataType: 'String', StringValue: color } });
    for (const color of ['blue', 'red']) {
      const message = ['--message', color, '--message-attributes', colored(color)];
      await place.sns('publish', '--topic-arn', topic, ...message);
    }
    assert.deepEqual(bodies(await place.receive(url)), ['red']);
  });

  test('what was published to an endpoint that is away is delivered after kill -9', async () => {
    await using place = await Place.begin();
    await using hook = await Hook.begin();
    const topic = await place.topic('t');
    await place.sns('subscribe', '--topic-arn', topic, '--protocol', 'http', ...endpoint(hook.url));
    const { SubscribeURL } = JSON.parse(await hook.next());
    assert.match(await textOf(SubscribeURL), /<SubscriptionArn>/);
    hook.status = 503;
    const { MessageId } = await place.sns('publish', '--topic-arn', topic, '--message', 'a');
    await hook.next();
    await place.restart();
    hook.status = 200;
    const last = JSON.parse(await hook.next());
    assert.deepEqual([last.Message, last.MessageId], ['a', MessageId]);
  });
});

describe('tasks', { skip: whyNoAws(), concurrency: true }, () => {
  test('publish to topics and send to queues, and a consumer ends what waits for it', async () => {
    await using place = await Place.begin();
    const [topic, url] = [await place.topic('t'), await place.queue('q')];
    const definition = {
      StartAt: 'Publish',
      States: {
        Publish: {
          ...{ Type: 'Task', Resource: 'arn:aws:states:::sns:publish', Next: 'Ask' },
          Parameters: { TopicArn: topic, Message: { a: 1 } },
          ResultSelector: { 'id.$': '$.MessageId' },
        },
        Ask: {
          ...{ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', End: true },
          Parameters: { QueueUrl: url, MessageBody: { 'token.$': '$$.Task.Token' } },
        },
      },
    };
    const executionArn = await place.execute(definition);
    const [{ Body = '' } = {}] = await place.receive(url);
    await place.restart();
    const { token } = JSON.parse(Body);
    await place.states('send-task-success', '--task-token', token, '--task-output', '"yes"');
    assert.equal((await place.ended(executionArn)).output, '"yes"');
  });
});

/** A server on an empty directory, and the command line. */
class Place implements AsyncDisposable {
  readonly #directory: string;
  #server: StepwellProcess;

  private constructor(server: StepwellProcess, directory: string) {
    this.#server = server;
    this.#directory = directory;
  }

  static async begin(): Promise<Place> {
    const directory = mkdtempSync(join(tmpdir(), 'stepwell-messaging-'));
    return new Place(await StepwellProcess.start(join(directory, 'data')), directory);
  }

  /** kill -9, and the same command again. */
  async restart(): Promise<void> {
    await this.#server.kill();
    this.#server = await StepwellProcess.start(join(this.#directory, 'data'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.terminate();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get url(): string {
    return this.#server.url;
  }

  urlOf(name: string): string {
    return `${this.url}/123456789012/${name}`;
  }

  states(operation: string, ...options: readonly string[]): Promise<Answer> {
    return new AwsCli(this.url).states(operation, ...options);
  }

  /** Version 1 of the command line takes the endpoint of SQS from its option alone. */
  sqs(operation: string, ...options: readonly string[]): Promise<Answer> {
    return new AwsCli(this.url).call('sqs', operation, '--endpoint-url', this.url, ...options);
  }

  sns(operation: string, ...options: readonly string[]): Promise<Answer> {
    return new AwsCli(this.url).call('sns', operation, ...options);
  }

  async queue(name: string, attributes: Readonly<Record<string, string>> = {}): Promise<string> {
    const more = ['--attributes', JSON.stringify(attributes)];
    return String((await this.sqs('create-queue', '--queue-name', name, ...more)).QueueUrl);
  }

  async topic(name: string): Promise<string> {
    return String((await this.sns('create-topic', '--name', name)).TopicArn);
  }

  /** Waits up to two seconds for a first message. */
  async receive(url: string, max = 10): Promise<readonly Message[]> {
    const options = ['--queue-url', url, '--max-number-of-messages', String(max), '--wait-time-seconds', '2'];
    // What the command prints is checked by what the test reads of it.
    return ((await this.sqs('receive-message', ...options)).Messages ?? []) as readonly Message[];
  }

  /** Waits until so many messages are in a queue. */
  async holds(queue: string, count: number): Promise<void> {
    const asked = ['--queue-url', this.urlOf(queue), '--attribute-names', 'ApproximateNumberOfMessages'];
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
      const { Attributes } = await this.sqs('get-queue-attributes', ...asked);
      if (Object(Attributes).ApproximateNumberOfMessages === String(count)) return;
    }
    throw new Error(`${queue} does not hold ${count} messages`);
  }

  /** Waits for a mail with such a subject. */
  async mail(subject: RegExp): Promise<Mail> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(50)) {
      const { mails } = JSON.parse(await textOf(`${this.url}/mail.json`));
      const found = mails.find((one: Mail) => subject.test(one.subject));
      if (found !== undefined) return JSON.parse(await textOf(`${this.url}/mail/${found.id}.json`));
    }
    throw new Error(`no mail ${subject} comes`);
  }

  async execute(definition: object): Promise<string> {
    const settings = ['--name', 'm', '--role-arn', 'arn:aws:iam::123456789012:role/any'];
    const text = ['--definition', JSON.stringify(definition)];
    const { stateMachineArn } = await this.states('create-state-machine', ...settings, ...text);
    const started = await this.states('start-execution', '--state-machine-arn', String(stateMachineArn));
    return String(started.executionArn);
  }

  async ended(executionArn: string): Promise<Answer> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(50)) {
      const answer = await this.states('describe-execution', '--execution-arn', executionArn);
      if (answer.status !== 'RUNNING') return answer;
    }
    throw new Error(`${executionArn} does not end`);
  }
}

interface Message {
  readonly MessageId: string;
  readonly Body: string;
  readonly ReceiptHandle: string;
}

interface Mail {
  readonly id: string;
  readonly subject: string;
  readonly to: readonly string[];
  readonly text?: string;
  readonly links?: readonly string[];
}

/** An HTTP endpoint that a topic is told of. */
class Hook implements AsyncDisposable {
  readonly #server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.writeHead(this.status).end();
    this.#came.push(String(Buffer.concat(chunks)));
    this.#wake();
  });
  readonly #came: string[] = [];
  #wake: () => void = () => undefined;
  status = 200;

  static async begin(): Promise<Hook> {
    const hook = new Hook();
    await new Promise<void>((resolve) => hook.#server.listen(0, '127.0.0.1', resolve));
    return hook;
  }

  get url(): string {
    // A server that listens on a port has an address of this form.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  /** Waits for what comes next. */
  async next(): Promise<string> {
    for (;;) {
      const body = this.#came.shift();
      if (body !== undefined) return body;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function textOf(url: string): Promise<string> {
  return await (await fetch(url)).text();
}

function endpoint(of: string): readonly [string, string] {
  return ['--notification-endpoint', of];
}

function bodies(messages: readonly Message[]): string[] {
  return messages.map(({ Body }) => Body);
}

async function refuses(call: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(call, (error) => error instanceof Refused && message.test(error.message));
}
