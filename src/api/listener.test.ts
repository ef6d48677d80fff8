import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { calmVitals } from '../../test/api/calm-vitals.ts';
import { API, OFF, type TestServer, withServer } from '../../test/api/server.ts';
import type { HttpService, ServiceRequest } from '../base/http-service.ts';
import type { PageService } from '../base/page-service.ts';
import { createAdmission } from './admission.ts';
import { metricsOnDemand } from './metrics-on-demand.ts';

const TARGET = { ...API, 'x-amz-target': 'AWSStepFunctions.ListStateMachines' };
const UNSIGNED = { headers: TARGET, body: '{}', signed: false };

describe('the listener', () => {
  test('answers a signed request', async () => {
    await withServer(async (server) => {
      const answer = await server.call('ListStateMachines', '{}');
      assert.deepEqual([answer.status, answer.body], [200, '{"stateMachines":[]}']);
      assert.equal(answer.headers['content-type'], 'application/x-amz-json-1.0');
    });
  });
  test('answers on the names of the loopback interface, with the prefix that SDKs add', async () => {
    await withServer(async (server) => {
      for (const host of [
        'localhost',
        'sync-localhost:1',
        'sync-127.0.0.1:80',
        '[::1]:8',
        'a.localhost',
        'LOCALHOST',
      ]) {
        assert.equal((await server.call('ListStateMachines', '{}', { host })).status, 200, host);
      }
    });
  });
  test('answers on a configured name, and to a configured origin', async () => {
    const change = { hosts: ['Stepwell.example'], origins: ['https://console.example'] };
    await withServer(async (server) => {
      const headers = { host: 'sync-stepwell.example:8083', origin: 'https://console.example' };
      assert.equal((await server.call('ListStateMachines', '{}', headers)).status, 200);
    }, change);
  });
  test('answers to its own pages', async () => {
    await withServer(async (server) => {
      const headers = { origin: `http://${server.host}`, 'sec-fetch-site': 'same-origin' };
      assert.equal((await server.call('ListStateMachines', '{}', headers)).status, 200);
    });
  });
  test('has started once it was ready, and forever', async () => {
    let isReady = false;
    await withServer(
      async (server) => {
        const started = async () =>
          (await server.ask({ method: 'GET', path: '/startupz', signed: false })).status;
        assert.equal(await started(), 503);
        isReady = true;
        assert.equal(await started(), 200);
        isReady = false;
        assert.equal(await started(), 200);
      },
      { isReady: () => isReady },
    );
  });
  test('says whether it is well and ready, without a body', async () => {
    let isReady = true;
    await withServer(
      async (server) => {
        const ask = async (path: string) => {
          const { status, body } = await server.ask({ method: 'GET', path, signed: false });
          return [status, body];
        };
        assert.deepEqual(await Promise.all([ask('/livez'), ask('/readyz')]), [
          [200, ''],
          [200, ''],
        ]);
        isReady = false;
        assert.deepEqual(await Promise.all([ask('/livez'), ask('/readyz')]), [
          [200, ''],
          [503, ''],
        ]);
        assert.equal((await server.ask({ path: '/livez', signed: false })).status, 405);
      },
      { isReady: () => isReady },
    );
  });
  test('reports a defect and cuts the connection', async () => {
    const broken = service(() => Promise.reject(new Error('broken')));
    await withServer(
      async (server) => {
        await assert.rejects(server.call('ListStateMachines', '{}'), /socket hang up|ECONNRESET/);
        assert.match(String(server.defects), /broken/);
      },
      { services: { states: broken } },
    );
  });
  test('reports an answer that cannot be written, and writes those beside it', async () => {
    const split = service(async ({ headers }) => {
      const value = headers['x-broken'] === undefined ? 'a' : 'a\r\nb';
      return { status: 200, headers: { 'x-a': value }, body: '' };
    });
    await withServer(
      async (server) => {
        const broken = server.call('ListStateMachines', '{}', { 'x-broken': '1' });
        const whole = server.call('ListStateMachines', '{}');
        await assert.rejects(broken, /socket hang up|ECONNRESET/);
        assert.equal((await whole).status, 200);
        assert.match(String(server.defects), /Invalid character/);
      },
      { services: { states: split } },
    );
  });
});

describe('without authentication', () => {
  test('a request without a signature goes where its target or path says', async () => {
    const seen: string[] = [];
    const named = (name: string) =>
      service(async ({ scope }) => {
        seen.push(`${name} ${scope.region} ${scope.account}`);
        return { status: 200, headers: {}, body: '' };
      });
    const change = { authentication: OFF, services: { states: named('states'), lambda: named('lambda') } };
    await withServer(async (server) => {
      await server.ask(UNSIGNED);
      await server.ask({ method: 'GET', path: '/2015-03-31/functions', signed: false });
      assert.equal((await server.ask({ path: '/else', signed: false })).status, 403);
    }, change);
    assert.deepEqual(seen, ['states us-east-1 123456789012', 'lambda us-east-1 123456789012']);
  });
  test('a key of 12 digits is the account, and any signature goes', async () => {
    const states = service(async ({ scope }) => ({ status: 200, headers: {}, body: JSON.stringify(scope) }));
    const authorization =
      'AWS4-HMAC-SHA256 Credential=000000000001/20200101/eu-west-1/states/aws4_request, SignedHeaders=host, Signature=0';
    const headers = { ...TARGET, 'x-amz-date': '20200101T000000Z', authorization };
    await withServer(
      async (server) => {
        const { body } = await server.ask({ headers, body: '{}', signed: false });
        assert.deepEqual(JSON.parse(body), { region: 'eu-west-1', account: '000000000001' });
      },
      { authentication: OFF, services: { states } },
    );
  });
});

describe('a listener with too much to do', () => {
  test('throttles everything but what operators ask, and reads no body', async () => {
    const admission = createAdmission({ ...calmVitals(), memoryBytes: () => 2 ** 21 }, 2 ** 20);
    const told = { credentials: undefined, now: () => 0, onRefused() {}, metrics: () => [] };
    await withServer(
      async (server) => {
        const { status, body } = await server.call('StartExecution', '{');
        assert.deepEqual([status, JSON.parse(body)], [400, THROTTLED]);
        for (const path of ['/livez', '/readyz', '/startupz', '/metrics'])
          assert.equal((await server.ask({ method: 'GET', path, signed: false })).status, 200, path);
      },
      { admission, pages: metricsOnDemand(told) },
    );
  });
  test('throttles starts while the engine is full, and nothing else', async () => {
    await withServer(async (server) => {
      server.states.engine.full = true;
      const { status, body } = await server.call('StartExecution', '{');
      assert.deepEqual([status, JSON.parse(body)], [400, THROTTLED]);
      assert.equal((await server.call('ListStateMachines', '{}')).status, 200);
    });
  });
  test('refuses few in a turn, however many ask', async () => {
    await withServer(async (server) => {
      const turns = await turnsOfRefusals(server, 300);
      assert.ok(turns > 5, `in ${turns} turns`);
    }, FULL);
  });
  test('cuts off a client that sends more and more without waiting for answers', async () => {
    const states = service(() => new Promise(() => {}));
    await withServer(
      async (server) => {
        const socket = asking(server, 2, '{}');
        for (let more = 0; more < 16; more++) socket.write(requestBytes(server, 2, '{}'));
        assert.equal(await restOf(socket), 0);
      },
      { authentication: OFF, services: { states } },
    );
  });
  test('throttles the client that is slowest to send when their bodies are too much together', async () => {
    // Of a MiB: 64 KiB of bodies.
    const admission = createAdmission(calmVitals(), 2 ** 20);
    await withServer(
      async (server) => {
        const slow = [1, 2].map(() => asking(server, 60_001, ' '.repeat(60_000)));
        const [heard] = await Promise.race(slow.map((socket) => once(socket, 'data')));
        assert.match(String(heard), /^HTTP\/1\.1 400 [\s\S]*ThrottlingException/);
        for (const socket of slow) socket.destroy();
      },
      { admission, authentication: OFF },
    );
  });
  test('cuts off the client that is slowest to read when their answers are too much together', async () => {
    const admission = createAdmission(calmVitals(), 2 ** 20);
    const body = 'x'.repeat(20_000_000);
    const states = service(async () => ({ status: 200, headers: {}, body }));
    await withServer(
      async (server) => {
        const slow = asking(server, 2, '{}');
        await once(slow, 'readable');
        assert.equal((await server.ask(UNSIGNED)).body.length, body.length);
        const bytes = await restOf(slow);
        assert.ok(bytes < body.length, `${bytes} bytes came`);
      },
      { admission, authentication: OFF, services: { states } },
    );
  });
});

describe('closing', () => {
  test('ends long polls, lets them answer, and is done', async () => {
    await withServer(async (server) => {
      const { activityArn } = JSON.parse((await server.call('CreateActivity', '{"name":"a"}')).body);
      const poll = server.call('GetActivityTask', JSON.stringify({ activityArn }));
      while (server.states.engine.polls.length === 0) await new Promise((resolve) => setImmediate(resolve));
      await server.listener.close();
      const answer = await poll;
      assert.deepEqual([answer.status, answer.body, answer.headers.connection], [200, '{}', 'close']);
      await assert.rejects(server.call('ListStateMachines', '{}'), /ECONNREFUSED/);
    });
  });
  test('twice, or before listening, is fine', async () => {
    await withServer((server) =>
      Promise.all([server.listener.close(), server.listener.close()]).then(() => undefined),
    );
  });
});

describe('a client that goes', () => {
  test('aborts its request', async () => {
    const gone = Promise.withResolvers<void>();
    const states = service(({ signal }) => {
      signal.addEventListener('abort', () => gone.resolve());
      arrived.resolve();
      return gone.promise.then(() => ({ status: 200, headers: {}, body: '' }));
    });
    const arrived = Promise.withResolvers<void>();
    await withServer(
      async (server) => {
        const abort = new AbortController();
        const headers = { ...TARGET };
        const asked = fetch(`http://${server.host}/`, {
          method: 'POST',
          headers,
          body: '{}',
          signal: abort.signal,
        });
        asked.catch(() => undefined);
        await arrived.promise;
        abort.abort();
        await gone.promise;
      },
      { authentication: OFF, services: { states } },
    );
  });
});

describe('a page', () => {
  const html = { 'content-type': 'text/html' };
  const page: PageService = {
    bodyBytesMax: 10,
    handle: async ({ method, path, query, body }) => ({
      ...{ status: 200, headers: html },
      body: `${method} ${path} ${query} ${body}`,
    }),
  };
  const open = { ...page, isOpen: true };
  const pages = {
    ...{ '/mail': page, '/linked': { ...page, isLinked: true } },
    ...{ '/open': open, '*.execute-api.localhost': open },
  };
  const asked = async (path: string, change: object = {}) => {
    const answers: Awaited<ReturnType<TestServer['ask']>>[] = [];
    await withServer(
      async (server) => {
        answers.push(await server.ask({ method: 'GET', path, signed: false, ...change }));
      },
      { pages },
    );
    const [answer] = answers;
    assert.ok(answer);
    return answer;
  };

  test('needs no signature, and may load and run nothing', async () => {
    const { status, headers, body } = await asked('/mail/a%20b?c=d');
    assert.deepEqual([status, body], [200, 'GET /mail/a b c=d ']);
    assert.match(String(headers['content-security-policy']), /^default-src 'none';/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  });
  test('stands under its own path only', async () => {
    assert.equal((await asked('/mailbox')).status, 403);
    assert.equal((await asked('/')).status, 403);
  });
  test('is not asked with a signature: a bucket may have its name', async () => {
    assert.doesNotMatch((await asked('/mail/key', { signed: true })).body, /^GET/);
    assert.doesNotMatch((await asked('/mail/key?X-Amz-Signature=a')).body, /^GET/);
  });
  test('is bound to our Host names, our origin and its size', async () => {
    assert.equal((await asked('/mail', { headers: { host: 'evil.example' } })).status, 421);
    assert.equal((await asked('/mail', { headers: { origin: 'http://evil.example' } })).status, 403);
    assert.equal((await asked('/mail', { method: 'POST', body: 'x'.repeat(11) })).status, 413);
  });
  test('is reached by links of other origins only when it says so', async () => {
    const navigation = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    assert.equal((await asked('/mail', { headers: navigation })).status, 403);
    assert.equal((await asked('/linked', { headers: navigation })).status, 200);
    const image = { ...navigation, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
    assert.equal((await asked('/linked', { headers: image })).status, 403);
    assert.equal((await asked('/linked', { headers: navigation, method: 'POST' })).status, 403);
  });
  test('that is open answers every origin, with its own headers only', async () => {
    const headers = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    const answer = await asked('/open/a', { headers, method: 'POST' });
    assert.deepEqual([answer.status, answer.headers['content-security-policy']], [200, undefined]);
    assert.equal((await asked('/open', { headers: { host: 'evil.example' } })).status, 421);
  });
  test('may have hosts of its own, which go before paths', async () => {
    const at = async (host: string) => (await asked('/mail', { headers: { host } })).headers;
    assert.equal((await at('a1.Execute-API.localhost:80'))['content-security-policy'], undefined);
    for (const host of ['localhost', 'execute-api.localhost', 'a.execute-api.localhost.localhost'])
      assert.match(String((await at(host))['content-security-policy']), /^default-src/, host);
  });
  test('reads what is no signature of AWS itself', async () => {
    assert.equal((await asked('/mail', { headers: { authorization: 'Bearer x' } })).status, 200);
    assert.equal((await asked('/mail', { headers: { authorization: 'AWS4-HMAC-SHA256 x' } })).status, 403);
  });
});

function service(handle: HttpService['handle']): HttpService {
  return { bodyBytesMax: 1000, handle: (request: ServiceRequest) => handle(request) };
}

/** For a listener that has no room, and whose ticks are never late. */
const FULL = {
  ...{ authentication: OFF, now: () => 0 },
  admission: createAdmission({ ...calmVitals(), memoryBytes: () => 2 ** 21 }, 2 ** 20),
};

/** So many ask at once, on connections that have been used before. @returns in how many turns of the event loop they heard. */
async function turnsOfRefusals(server: TestServer, count: number): Promise<number> {
  const [host, port] = server.host.split(':');
  const sockets = Array.from({ length: count }, () => connect(Number(port), host));
  const health = `GET /livez HTTP/1.1\r\nhost: ${server.host}\r\n\r\n`;
  for (const socket of sockets) socket.write(health);
  await Promise.all(sockets.map((socket) => once(socket, 'data')));
  const heard = new Set<number>();
  let turn = 0;
  let left = count;
  for (const socket of sockets) {
    socket.write(requestBytes(server, 2, '{}'));
    socket.once('data', () => {
      left--;
      heard.add(turn);
    });
  }
  for (; left > 0; turn++) await new Promise((resolve) => setImmediate(resolve));
  return heard.size;
}

const THROTTLED = { __type: 'ThrottlingException', message: 'Rate exceeded' };

/** A connection that has asked, and has read nothing yet. */
function asking(server: TestServer, contentLength: number, body: string): Socket {
  const [host, port] = server.host.split(':');
  const socket = connect(Number(port), host);
  socket.on('error', () => {});
  socket.write(requestBytes(server, contentLength, body));
  return socket;
}

function requestBytes(server: TestServer, contentLength: number, body: string): string {
  const headers = { ...TARGET, host: server.host, 'content-length': contentLength };
  const head = Object.entries(headers).map(([name, text]) => `${name}: ${text}\r\n`);
  return `POST / HTTP/1.1\r\n${head.join('')}\r\n${body}`;
}

/** Bytes that still come until the connection is closed, however that is. */
function restOf(socket: Socket): Promise<number> {
  let bytes = 0;
  socket.on('data', (part) => {
    bytes += part.length;
  });
  return new Promise((resolve) => {
    socket.on('close', () => resolve(bytes));
  });
}
