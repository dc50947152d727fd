// Paths: that of a request, those of the API, and which methods a path has.

/** As the router takes it from the URL, which has none if the client named no host. */
export const pathOf = ({ url }: { url: string }): string => {
  const host = url.startsWith('/') ? 0 : url.indexOf('://') + 3;
  const begin = Math.max(0, url.indexOf('/', host));
  const end = url.indexOf('?', begin);
  return url.slice(begin, end < 0 ? undefined : end);
};

export const API = '/api/v1';
export const avatarUrl = (id: string) => `${API}/avatars/${id}`;
export const fileUrl = (id: string) => `${API}/files/${id}`;

/** The router leaves aside a slash at the end. */
const partsOf = (path: string) => path.replace(/(?<=.)\/$/, '').split('/');

const fits = (pattern: string, path: string) => {
  const wanted = partsOf(pattern);
  const given = partsOf(path);
  if (wanted.at(-1) === '*') return given.length >= wanted.length;
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => (part.startsWith(':') ? given[i] !== '' : part === given[i]))
  );
};

/** What can be GET can be HEAD, too (RFC 9110, 9.3.2). */
export const methodsAt = (routes: { method: string; path: string }[], path: string): string[] => [
  ...new Set(
    routes
      .filter((route) => fits(route.path, path))
      .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])),
  ),
];
