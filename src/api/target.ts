/** A request line's target, taken apart; the path is undefined when it is not percent-encoded UTF-8. */
export function split(target: string): { path: string | undefined; query: URLSearchParams } {
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  const query = new URLSearchParams(question < 0 ? '' : target.slice(question + 1));
  return { path: path.includes('%') ? decoded(path) : path, query };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return undefined;
  }
}
