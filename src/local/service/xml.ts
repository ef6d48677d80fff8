/** A piece of XML: text is escaped, undefined is left out, an array puts its elements one after another. */
export type Xml = string | number | boolean | undefined | XmlElement | readonly Xml[];

interface XmlElement {
  readonly name: string;
  readonly content: Xml;
  readonly namespace?: string | undefined;
}

/** @param name One of our own: it is not escaped. */
export function element(name: string, content: Xml, namespace?: string): XmlElement {
  return { name, content, namespace };
}

/** As AWS prints it: each element on a line of its own, two spaces for each level, text between its tags. */
export function printXml(xml: Xml, indent = ''): string {
  if (xml === undefined) return '';
  if (typeof xml !== 'object') return escapeXml(String(xml));
  if (isElements(xml)) return xml.map((one) => printXml(one, indent)).join('');
  const { name, content, namespace } = xml;
  const start = namespace === undefined ? name : `${name} xmlns="${escapeXml(namespace)}"`;
  const inner = printXml(content, `${indent}  `);
  const isText = typeof content !== 'object' || inner === '';
  return `${indent}<${start}>${isText ? inner : `\n${inner}${indent}`}</${name}>\n`;
}

// The library's `Array.isArray` does not see read-only arrays.
function isElements(xml: XmlElement | readonly Xml[]): xml is readonly Xml[] {
  return Array.isArray(xml);
}

/** For element content and attributes. What XML 1.0 has no form for becomes U+FFFD: no parser would take it. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(NO_XML, '\uFFFD')
    .replace(/[&<>"'\r]/g, (found) => ESCAPES[found] ?? found);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids.
const NO_XML = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser turns a bare one into a line feed.
  '\r': '&#xD;',
};
