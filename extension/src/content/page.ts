/** The page's address; a frame without one of its own has its creator's. */
export function page(): URL {
  return new URL(/^https?:$/.test(location.protocol) ? location.href : self.origin);
}
