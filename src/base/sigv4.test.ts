import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { readSignature, SigningKeys, signRequest, verifyRequest, type WireRequest } from './sigv4.ts';

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);
const MINUTE = 60_000;

describe('SigV4, against signatures made by botocore 1.43', () => {
  test('accepts a header signature', () => accepts(listMachines()));
  test('accepts a body that is not ASCII, with a session token', () => accepts(withToken()));
  test('escapes a path that is escaped already once more, and sorts the query', () =>
    accepts(listFunctions()));
  test('removes dot segments and doubled slashes of the path, and doubled spaces of headers', () =>
    accepts(crooked()));
  test('accepts a presigned URL', () => accepts(presigned()));
  test('accepts a presigned URL until its last second', () => accepts(presigned(), NOW + 300_000));
});

describe('SigV4 refuses', () => {
  test('any changed byte of the signature', () => {
    const request = listMachines();
    const text = String(request.headers.authorization);
    for (let at = text.length - 64; at < text.length; at++) {
      const changed = text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1);
      refuses(
        { ...request, headers: { ...request.headers, authorization: changed } },
        /does not match the signature/,
      );
    }
  });
  test('another body', () => refuses({ ...listMachines(), body: '{} ' }, /does not match/));
  test('another method', () => refuses({ ...listMachines(), method: 'PUT' }, /does not match/));
  test('another path', () => refuses({ ...listMachines(), target: '/x' }, /does not match/));
  test('another host', () => refuses(changed(listMachines(), 'host', 'localhost:8083'), /does not match/));
  test('another operation', () => refuses(changed(listMachines(), 'x-amz-target', 'X.Y'), /does not match/));
  test('a signature cut short', () =>
    refuses(
      authorization((text) => text.slice(0, -2)),
      /does not match/,
    ));
  test('another spelling of the signature', () => {
    refuses(
      authorization((text) => `${text}zz`),
      /does not match/,
    );
    refuses(
      authorization((text) => text.slice(0, -64) + text.slice(-64).toUpperCase()),
      /does not match/,
    );
  });
  test('an unsigned host', () =>
    refuses(
      authorization((text) => text.replace(';host', '')),
      /'host' must be a 'Signed/,
    ));
  test('an unsigned x-amz-target', () => {
    refuses(
      authorization((text) => text.replace(';x-amz-target', '')),
      /'x-amz-target' must be a 'Signed/,
    );
  });
  test('an unsigned payload', () => {
    refuses(
      changed(listMachines(), 'x-amz-content-sha256', 'UNSIGNED-PAYLOAD'),
      /UNSIGNED-PAYLOAD is not accepted/,
    );
  });
  test('a payload hash of another payload', () => {
    refuses(
      changed(listMachines(), 'x-amz-content-sha256', 'ab'),
      /'x-amz-content-sha256' header does not match/,
    );
  });
  test('another day than the scope names', () => {
    refuses(
      authorization((text) => text.replace('/20260131/', '/20260130/')),
      /Date in Credential scope does not match/,
    );
  });
  test('a date that is none', () => {
    refuses(changed(listMachines(), 'x-amz-date', '20260231T120000Z'), /ISO-8601 'basic format'/);
  });
  test('an old signature, in AWS words', () => {
    refuses(
      listMachines(),
      /^Signature expired: 20260131T120000Z is now earlier than 20260131T120001Z \(20260131T120501Z - 5 min\.\)$/,
      NOW + 5 * MINUTE + 1000,
    );
  });
  test('a signature from the future, in AWS words', () => {
    refuses(
      listMachines(),
      /^Signature not yet current: 20260131T120000Z is still later than 20260131T115959Z \(20260131T115459Z \+ 5 min\.\)$/,
      NOW - 5 * MINUTE - 1000,
    );
  });
  test('an expired presigned URL', () => refuses(presigned(), /Signature expired/, NOW + 300_001));
  test('another secret', () => {
    const request = listMachines();
    assert.match(verify(request, NOW, 'OTHER')?.message ?? '', /does not match/);
  });
});

describe('readSignature', () => {
  test('says when there is no signature', () => unread({}, 'MissingAuthenticationTokenException'));
  test('says what an Authorization header lacks', () => {
    unread({ authorization: 'Basic dGVzdDp0ZXN0' }, 'IncompleteSignatureException');
    unread({ authorization: 'AWS4-HMAC-SHA256 ' }, 'IncompleteSignatureException');
    unread(
      { authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request' },
      'IncompleteSignatureException',
    );
    unread(
      {
        authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/d,SignedHeaders=host,Signature=0',
        'x-amz-date': 'x',
      },
      'IncompleteSignatureException',
    );
  });
  test('reads the scope', () => {
    const signature = readSignature(listFunctions());
    assert.ok(!('problem' in signature));
    assert.deepEqual(
      [signature.accessKeyId, signature.day, signature.region, signature.service],
      ['AKID', '20260131', 'eu-west-1', 'lambda'],
    );
  });
});

describe('signRequest', () => {
  test('signs what verifyRequest accepts', () => {
    const url = 'http://localhost:8083/a%20b/c?x=1%2B1&x=&y=%C3%A9';
    const headers = signRequest({ method: 'PUT', url, headers: { 'X-Thing': 'a  b' }, body: 'é', ...SIGNER });
    accepts({ method: 'PUT', target: url.slice(21), headers, body: Buffer.from('é') });
  });
  test('takes secrets longer than a block of the hash', () => {
    const secret = 'k'.repeat(200);
    const key = createHmac('sha256', `AWS4${secret}`).update('20260131').digest();
    const chain = ['eu-west-1', 'states', 'aws4_request'];
    const expected = chain.reduce((k, part) => createHmac('sha256', k).update(part).digest(), key);
    const scope = { day: '20260131', region: 'eu-west-1', service: 'states' };
    assert.deepEqual(new SigningKeys().key(secret, scope), expected);
  });
  test('covers a session token', () => {
    const credentials = { ...SIGNER.credentials, sessionToken: 'T' };
    const headers = signRequest({
      method: 'POST',
      url: 'http://h/',
      headers: {},
      body: '',
      ...SIGNER,
      credentials,
    });
    const request = { method: 'POST', target: '/', headers, body: '' };
    accepts(request);
    refuses(changed(request, 'x-amz-security-token', 'U'), /does not match/);
  });
});

const SIGNER = {
  service: 'states',
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'SECRET' },
  now: NOW,
};

function verify(request: WireRequest, now = NOW, secret = 'SECRET') {
  const signature = readSignature(request);
  if ('problem' in signature) return signature;
  return verifyRequest(request, signature, secret, { now, skewMs: 5 * MINUTE, keys: new SigningKeys() });
}

function accepts(request: WireRequest, now = NOW): void {
  assert.equal(verify(request, now), undefined);
}

function refuses(request: WireRequest, message: RegExp, now = NOW): void {
  const problem = verify(request, now);
  assert.equal(problem?.problem, 'InvalidSignatureException');
  assert.match(problem.message, message);
}

function unread(headers: Record<string, string>, problem: string): void {
  const answer = readSignature({ method: 'POST', target: '/', headers, body: '' });
  assert.ok('problem' in answer);
  assert.equal(answer.problem, problem);
}

function changed(request: WireRequest, name: string, value: string): WireRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

function authorization(change: (text: string) => string): WireRequest {
  const request = listMachines();
  return changed(request, 'authorization', change(String(request.headers.authorization)));
}

function signed(service: string, signedHeaders: string, signature: string): Record<string, string> {
  return {
    host: '127.0.0.1:8083',
    'x-amz-date': '20260131T120000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260131/eu-west-1/${service}/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  };
}

function listMachines(): WireRequest {
  const headers = {
    ...signed(
      'states',
      'content-type;host;x-amz-date;x-amz-target',
      '7815a0e422c94f1626ec34f90d68c69b801f56122d1292a64eba6569f69d504e',
    ),
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AWSStepFunctions.ListStateMachines',
  };
  return { method: 'POST', target: '/', headers, body: '{}' };
}

function withToken(): WireRequest {
  const headers = {
    ...signed(
      'states',
      'content-type;host;x-amz-date;x-amz-security-token;x-amz-target',
      'aa0abb4b1f16d1391fd9abd6b3c9043e1462a303497049948fc32ab745bb6c7e',
    ),
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-security-token': 'TOKEN',
    'x-amz-target': 'AWSStepFunctions.ListStateMachines',
  };
  return { method: 'POST', target: '/', headers, body: Buffer.from('{"name":"é"}') };
}

function listFunctions(): WireRequest {
  const target =
    '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Aa?MaxItems=10&Marker=a%2Fb%20c&A=';
  const signature = 'df3142fec9fb28158dabd3b0eb1f68b6cdbfc4a1dac8c7263fb8758742552e3f';
  return { method: 'GET', target, headers: signed('lambda', 'host;x-amz-date', signature), body: '' };
}

function crooked(): WireRequest {
  const signature = '6a04238da12834801545db3f284824dff95570ada957d5df43ed332feae09955';
  const headers = { ...signed('lambda', 'host;x-amz-date;x-note', signature), 'x-note': '  two   spaces ' };
  return { method: 'GET', target: '/a/./b/../c//d/?z=1&a=2&a=1', headers, body: '' };
}

function presigned(): WireRequest {
  const target =
    '/thing?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260131%2Feu-west-1%2Flambda%2Faws4_request' +
    '&X-Amz-Date=20260131T120000Z&X-Amz-Expires=300&X-Amz-SignedHeaders=host' +
    '&X-Amz-Signature=498d65b4b8eea95478690731cc006bb2639c4212dd06eb629571bd63dc72cbb4';
  return { method: 'GET', target, headers: { host: '127.0.0.1:8083' }, body: '' };
}
