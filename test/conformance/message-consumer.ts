import { isObject, type JsonObject } from '../../src/base/json.ts';
import { signRequest } from '../../src/base/sigv4.ts';
import type { RecordedCall } from './recorded-case.ts';

/** No message of a record took longer. */
const PATIENCE_MS = 20_000;

interface Recorded {
  readonly id: string;
  readonly setup?: readonly RecordedCall[];
}

/** Whoever made the queues and topics of a recorded execution, and took what came to its queue. */
export class MessageConsumer {
  readonly #endpoint: string;
  readonly #recorded: Recorded;
  /** The bodies of what was taken, as values. */
  readonly #messages: JsonObject[] = [];

  constructor(endpoint: string, recorded: Recorded) {
    this.#endpoint = endpoint;
    this.#recorded = recorded;
  }

  /** Repeats the calls that were made before the execution's start. */
  async before(): Promise<void> {
    for (const { service, operation, params } of this.#recorded.setup ?? []) {
      if (service === 'sqs') await this.#sqs(operation, params);
      if (service === 'sns') await this.#sns(operation, params);
    }
  }

  /** Does with tasks what their test did, by its name. */
  async during(): Promise<void> {
    const work = WORK[this.#recorded.id.split('::').at(-1) ?? ''];
    if (work !== undefined) await work(this);
  }

  /** What has come to the queue; waits for a first message. */
  async all(): Promise<readonly JsonObject[]> {
    if (this.#messages.length === 0) await this.take();
    return this.#messages;
  }

  /** Waits for a message, and leaves it taken. */
  async take(): Promise<Task> {
    const params = { QueueUrl: this.#queueUrl(), WaitTimeSeconds: 1 };
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
      const answer = await this.#sqs('ReceiveMessage', params);
      const [message] = Array.isArray(answer.Messages) ? answer.Messages : [];
      if (message !== undefined) return this.#taskOf(String(message.Body));
    }
    throw new Error('no message comes');
  }

  #taskOf(body: string): Task {
    const value = JSON.parse(body);
    this.#messages.push(value);
    // What came through a topic is in an envelope.
    const inner = isObject(value) && typeof value.TopicArn === 'string' ? textOrJson(value.Message) : value;
    return { taskToken: String(Object(inner).TaskToken), value: inner };
  }

  async succeed({ taskToken }: Task, output: unknown): Promise<void> {
    await this.#states('SendTaskSuccess', { taskToken, output: JSON.stringify(output) });
  }

  async fail({ taskToken }: Task): Promise<void> {
    await this.#states('SendTaskFailure', { taskToken, error: 'Failure error', cause: 'Failure cause' });
  }

  async heartbeat({ taskToken }: Task): Promise<void> {
    await this.#states('SendTaskHeartbeat', { taskToken });
  }

  #queueUrl(): string {
    const made = this.#recorded.setup?.find(({ operation }) => operation === 'CreateQueue');
    return `${this.#endpoint}/000000000000/${made?.params.QueueName}`;
  }

  async #states(operation: string, params: object): Promise<void> {
    await this.#send('states', { 'x-amz-target': `AWSStepFunctions.${operation}` }, JSON.stringify(params));
  }

  async #sqs(operation: string, params: object): Promise<JsonObject> {
    return JSON.parse(
      await this.#send('sqs', { 'x-amz-target': `AmazonSQS.${operation}` }, JSON.stringify(params)),
    );
  }

  async #sns(operation: string, params: object): Promise<void> {
    const form = new URLSearchParams({ Action: operation, Version: '2010-03-31' });
    for (const [name, value] of Object.entries(params)) form.set(name, String(value));
    await this.#send('sns', { 'content-type': 'application/x-www-form-urlencoded' }, String(form));
  }

  async #send(service: string, headers: Readonly<Record<string, string>>, body: string): Promise<string> {
    const request = {
      ...{ method: 'POST', url: this.#endpoint, body, service, region: 'us-east-1', now: Date.now() },
      headers: { 'content-type': 'application/x-amz-json-1.0', ...headers },
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    const response = await fetch(this.#endpoint, { method: 'POST', headers: signRequest(request), body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${service} answers ${response.status}: ${text}`);
    return text;
  }
}

interface Task {
  readonly taskToken: string;
  readonly value: unknown;
}

const answerMessage = async (consumer: MessageConsumer) => {
  const task = await consumer.take();
  await consumer.succeed(task, Object(task.value).Message);
};

const fail = async (consumer: MessageConsumer) => consumer.fail(await consumer.take());

/** By the names of the tests; whoever is not here took nothing. */
const WORK: Readonly<Record<string, (consumer: MessageConsumer) => Promise<void>>> = {
  test_multiple_heartbeat_notifications: async (consumer) => {
    const task = await consumer.take();
    await consumer.heartbeat(task);
    await consumer.succeed(task, task.value);
  },
  test_sns_publish_wait_for_task_token: async (consumer) => consumer.succeed(await consumer.take(), {}),
  test_sqs_failure_in_wait_for_task_token: fail,
  test_sqs_failure_in_wait_for_task_tok: fail,
  test_sqs_wait_for_task_tok_with_heartbeat: async (consumer) => {
    const task = await consumer.take();
    await consumer.heartbeat(task);
    await consumer.succeed(task, Object(task.value).Message);
  },
  test_sqs_wait_for_task_token: answerMessage,
  test_sqs_wait_for_task_token_call_chain: async (consumer) => {
    await answerMessage(consumer);
    await answerMessage(consumer);
  },
};

function textOrJson(value: unknown): unknown {
  const text = String(value);
  return text.startsWith('{') ? JSON.parse(text) : text;
}
