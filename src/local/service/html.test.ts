import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { html, page } from './html.ts';

describe('HTML', () => {
  test('escapes what is put into it', () => {
    assert.equal(html`<a title="${`"'<>&`}">${1}</a>`.html, '<a title="&quot;&#39;&lt;&gt;&amp;">1</a>');
    assert.equal(html`${'a\0\ud800'}`.html, 'a\uFFFD\uFFFD');
  });

  test('keeps what is HTML already, and lists', () => {
    assert.equal(
      html`<ul>${['a', '<'].map((one) => html`<li>${one}`)}${undefined}</ul>`.html,
      '<ul><li>a<li>&lt;</ul>',
    );
  });
});

describe('A page', () => {
  test('runs nothing, and has the style that its policy allows', () => {
    const { headers, body } = page('<t>', html`<p>x`);
    const style = /<style>([\s\S]*)<\/style>/.exec(String(body))?.[1] ?? '';
    const policy = headers['content-security-policy'] ?? '';
    assert.ok(policy.includes(`'sha256-${createHash('sha256').update(style).digest('base64')}'`));
    assert.match(policy, /^default-src 'none'; /);
    assert.doesNotMatch(policy, /script|unsafe/);
    assert.match(String(body), /<title>&lt;t&gt;<\/title>/);
  });
});
