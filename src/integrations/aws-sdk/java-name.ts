/** The class that the SDK for Java 2 has for an error: `KMSDisabled` is `KmsDisabledException`. */
export function javaException(shape: string): string {
  const name = wordsOf(shape)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('');
  return name.endsWith('Exception') ? name : `${name.replace(/Fault$/, '')}Exception`;
}

/** Where a word ends: before a capital after a small letter, before the last of several capitals, behind digits. */
function wordsOf(name: string): string[] {
  return name
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/(\d)([A-Za-z])/g, '$1 $2')
    .split(' ')
    .filter((word) => word !== '');
}
