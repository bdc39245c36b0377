/** Tells whether two values are the same. A storage does not keep the order of fields. */
export function same(a: unknown, b: unknown): boolean {
  return written(a) === written(b);
}

function written(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part) => (part instanceof Object && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort()) : part));
}
