/** A mapping template that cannot be read, or that failed or cost too much. Its method answers 500. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
