/**
 * The file of a thread: beside the one that starts it, also where both were compiled to `.js`.
 *
 * @param name `./job-thread.ts`.
 * @param starter The `import.meta.url` of who starts it.
 */
export function threadFile(name: string, starter: string): URL {
  const source = new URL(name, starter);
  return starter.endsWith('.js') ? new URL(source.href.replace(/\.ts$/, '.js')) : source;
}
