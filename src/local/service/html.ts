import { createHash } from 'node:crypto';
import type { ServiceResponse } from '../../base/http-service.ts';

/** A piece of a page that is HTML already; every other string is text. */
export interface Html {
  readonly html: string;
}

type Piece = Html | string | number | undefined | readonly Piece[];

/** HTML with everything put into it escaped, for element content and quoted attributes. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return { html: strings.map((text, i) => text + printed(pieces[i])).join('') };
}

function printed(piece: Piece): string {
  if (piece === undefined) return '';
  if (isList(piece)) return piece.map(printed).join('');
  return typeof piece === 'object' ? piece.html : escapeHtml(String(piece));
}

// The library's `Array.isArray` does not see read-only arrays.
function isList(piece: Piece): piece is readonly Piece[] {
  return Array.isArray(piece);
}

function escapeHtml(text: string): string {
  return text.toWellFormed().replace(/[&<>"'\0]/g, (found) => ESCAPES[found] ?? found);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\0': '\uFFFD',
};

/** A page of ours: it may have this style, frames of our own, forms that go to us, and nothing else. */
export function page(title: string, body: Html, status = 200): ServiceResponse {
  const whole = html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: STYLE }}</style>
<main>
${body}
</main>
</html>
`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
    body: whole.html,
  };
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8dce2, #3a3f47); --soft: light-dark(#5c6470, #9aa3af);
  --back: light-dark(#fff, #16181c); --card: light-dark(#f6f7f9, #1f2227); --link: light-dark(#0b57d0, #8ab4f8); }
body { margin: 0; background: var(--back); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
a { color: var(--link); overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
td, th { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; overflow-wrap: anywhere; }
th, .soft, dt { color: var(--soft); font-weight: normal; font-size: .9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .5rem; font: inherit; }
iframe { width: 100%; height: 32rem; border: 1px solid var(--line); border-radius: .5rem; background: #fff; }
button { font: inherit; padding: .5rem 1rem; border-radius: .5rem; border: 1px solid var(--line); cursor: pointer; }
`;

const HASH = createHash('sha256').update(STYLE).digest('base64');

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${HASH}'`,
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
