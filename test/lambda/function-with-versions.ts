import assert from 'node:assert/strict';
import type { ServiceResponse } from '../../src/base/http-service.ts';
import { type HostUnderTest, startHost } from './host-under-test.ts';
import { zip } from './zip.ts';

/** A host with the function `f`, which says its version. */
export async function on(claim: (host: HostUnderTest) => Promise<void>): Promise<void> {
  await using host = await startHost();
  await create(host);
  await claim(host);
}

const source = (word: string) =>
  `exports.handler = async (event, context) => "${word} " + context.functionVersion`;

export async function create(host: HostUnderTest): Promise<void> {
  assert.equal((await host.create('f', 'index.js', source('old'))).status, 201);
}

export function publish(host: HostUnderTest) {
  return asked(host, 'POST', '/f/versions', {});
}

export async function change(host: HostUnderTest, word: string, settings: object = {}, Publish = false) {
  await asked(host, 'PUT', '/f/configuration', settings);
  const ZipFile = zip([{ name: 'index.js', content: source(word) }]).toString('base64');
  return await asked(host, 'PUT', '/f/code', { ZipFile, Publish });
}

export async function said(host: HostUnderTest, name: string): Promise<unknown> {
  return JSON.parse((await host.call(name, {})).payload);
}

export async function asked(host: HostUnderTest, method: string, path: string, body?: unknown) {
  return bodyOf(await host.request(method, path, body));
}

function bodyOf({ status, body }: ServiceResponse) {
  assert.ok(status < 300, String(body));
  return body === '' ? undefined : JSON.parse(String(body));
}
