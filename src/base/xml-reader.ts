/** An element of a small XML document. Its text is that of the element itself, without its children's. */
export interface XmlNode {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

const DEPTH_MAX = 20;

/**
 * Reads the XML that AWS's REST services take: elements and text. Attributes are passed over, and so are comments and
 * the declaration; a prefix of a name is dropped.
 *
 * @throws SyntaxError for anything else, document types and their entities above all.
 */
export function readXml(text: string): XmlNode {
  const open: { name: string; text: string; children: XmlNode[] }[] = [{ name: '', text: '', children: [] }];
  let at = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    at += token.length;
    const top = open.at(-1);
    if (top === undefined) throw new SyntaxError('An element is closed twice');
    if (!token.startsWith('<')) top.text += unescapeXml(token);
    else if (token.startsWith('<![CDATA[')) top.text += token.slice(9, -3);
    else if (token.startsWith('</')) {
      if (open.length === 1 || nameOf(token.slice(2)) !== top.name)
        throw new SyntaxError(`${token} closes nothing`);
      open.pop();
      open.at(-1)?.children.push(top);
    } else if (!/^<[?!]/.test(token)) {
      const node = { name: nameOf(token.slice(1)), text: '', children: [] };
      if (token.endsWith('/>')) top.children.push(node);
      else if (open.push(node) > DEPTH_MAX) throw new SyntaxError('The document is nested too deeply');
    }
  }
  const [document] = open;
  const [root, ...more] = document?.children ?? [];
  if (at < text.length || open.length !== 1 || root === undefined || more.length > 0 || document?.text.trim())
    throw new SyntaxError('The document is not well-formed');
  return root;
}

/** The first child of that name. */
export function xmlChild(node: XmlNode, name: string): XmlNode | undefined {
  return node.children.find((child) => child.name === name);
}

/** The text of the first child of that name. */
export function xmlText(node: XmlNode, name: string): string | undefined {
  return xmlChild(node, name)?.text;
}

// Sticky, so that what is no token ends the walk: `<!DOCTYPE` is none.
const TOKEN =
  /[^<]+|<!--(?:[^-]|-[^-])*-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[^>]*\?>|<\/[^\s<>/]+\s*>|<[^\s<>/!?]+(?:\s+[^\s=<>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*\/?>/gy;

function nameOf(rest: string): string {
  const [name = ''] = /^[^\s>/]+/.exec(rest) ?? [];
  return name.slice(name.indexOf(':') + 1);
}

function unescapeXml(text: string): string {
  return text.replace(/&([^;\s]{0,10});?/g, (whole, name: string) => {
    const found = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : numbered(name);
    if (found === undefined || !whole.endsWith(';')) throw new SyntaxError(`${whole} is no entity`);
    return found;
  });
}

function numbered(name: string): string | undefined {
  const code = /^#x[0-9a-f]+$/i.test(name)
    ? Number.parseInt(name.slice(2), 16)
    : /^#\d+$/.test(name)
      ? Number(name.slice(1))
      : -1;
  const isCharacter = code >= 0 && code <= 0x10_ff_ff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
