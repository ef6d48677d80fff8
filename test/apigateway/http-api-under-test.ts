import { GatewayUnderTest } from './gateway-under-test.ts';

interface Asked {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Integration = Readonly<Record<string, unknown>> | undefined;

/** An HTTP API with its stage `$default`, in this process. */
export class HttpApiUnderTest {
  readonly gateway: GatewayUnderTest;
  readonly id: string;

  constructor(gateway: GatewayUnderTest, id: string) {
    this.gateway = gateway;
    this.id = id;
  }

  /** @param routes What is behind each key; undefined: nothing. */
  static async of(
    routes: Readonly<Record<string, Integration>>,
    settings: object = {},
  ): Promise<HttpApiUnderTest> {
    const gateway = new GatewayUnderTest();
    const { apiId } = await gateway.done('POST', '/v2/apis', {
      ...{ name: 'Tested', protocolType: 'HTTP', ...settings },
    });
    const api = new HttpApiUnderTest(gateway, apiId);
    for (const [key, integration] of Object.entries(routes)) await api.addRoute(key, integration);
    await api.addStage('$default', { autoDeploy: true, stageVariables: { Flow: 'arn:flow' } });
    return api;
  }

  async addRoute(routeKey: string, integration: Integration): Promise<void> {
    const place = `/v2/apis/${this.id}`;
    const made = integration && (await this.gateway.done('POST', `${place}/integrations`, integration));
    const target = made && { target: `integrations/${made.integrationId}` };
    await this.gateway.done('POST', `${place}/routes`, { routeKey, ...target });
  }

  async addStage(stageName: string, settings: object): Promise<void> {
    await this.gateway.done('POST', `/v2/apis/${this.id}/stages`, { stageName, ...settings });
  }

  async deploy(stageName: string): Promise<void> {
    await this.gateway.done('POST', `/v2/apis/${this.id}/deployments`, { stageName });
  }

  /** What every service answers from now on. */
  answers(body: string, headers: Readonly<Record<string, string>> = {}): void {
    this.gateway.answer = { status: 200, headers, body };
  }

  /** @returns what will be fetched, as it is. */
  fetches(answer: string): string[] {
    const asked: string[] = [];
    this.gateway.fetch = async (url, init) => {
      asked.push(`${init?.method} ${url}`);
      return new Response(answer);
    };
    return asked;
  }

  /** What the last service was sent. */
  sent() {
    return this.gateway.asked.at(-1);
  }

  event() {
    return JSON.parse(String(this.sent()?.body));
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}) {
    return this.ask('GET', path, { headers });
  }

  post(path: string, body: string, headers: Readonly<Record<string, string>> = {}) {
    return this.ask('POST', path, { body, headers });
  }

  async failure(path: string) {
    const { status, body } = await this.get(path);
    return [status, JSON.parse(body).message];
  }

  /** At `$default`, or at the stage that the path begins with. */
  async ask(method: string, path: string, asked: Asked = {}) {
    return await this.at(`/restapis/${this.id}${path}`, 'localhost', { ...asked, method });
  }

  async at(
    path: string,
    host: string,
    { method = 'GET', body = '', headers = {} }: Asked & { readonly method?: string } = {},
  ) {
    const [before = '', search = ''] = path.split('?');
    const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const answer = await this.gateway.gateway.front.handle({
      ...{ method, path: before, query: new URLSearchParams(search), body: Buffer.from(body) },
      headers: { ...Object.fromEntries(lowered), ...(host === 'localhost' ? {} : { host }) },
      ...{ requestId: 'request-1', signal: new AbortController().signal },
    });
    return { ...answer, body: String(answer.body) };
  }
}
