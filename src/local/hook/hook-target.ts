/** Where the status changes of executions are delivered. */
export type HookTarget = { readonly url: string } | { readonly file: string };

/** Reads `http://…`, `https://…` or `file:PATH`; undefined when the text is none of them. */
export function parseHookTarget(text: string): HookTarget | undefined {
  if (text.startsWith('file:')) {
    const file = text.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
    return file === '' ? undefined : { file };
  }
  return /^https?:\/\//.test(text) && URL.canParse(text) ? { url: text } : undefined;
}
