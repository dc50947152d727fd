// The token in `Authorization` (RFC 6750, 2.1).

const scheme = 'bearer';
const usual = 'Bearer ';
const SPACE = 0x20;

/**
 * Undefined without one. The scheme's case is free, and any number of spaces follows it
 * (RFC 9110, 11.1 and 11.4).
 */
export const bearerOf = (request: Request): string | undefined => {
  const given = request.headers.get('authorization') ?? '';
  // As nearly every client writes it: each request passes here.
  if (given.startsWith(usual) && given.charCodeAt(usual.length) > SPACE) {
    return given.slice(usual.length);
  }
  if (given.slice(0, scheme.length).toLowerCase() !== scheme) return undefined;
  let begin = scheme.length;
  while (given.charCodeAt(begin) === SPACE) begin += 1;
  return begin === scheme.length ? undefined : given.slice(begin);
};
