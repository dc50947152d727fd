// The API as the models of the web client see it: answers from a table, and a list of what was asked.

type Answer = (query: URLSearchParams) => unknown;

/** Paths below /api/v1, each with the `data` that it answers; others are not there. */
export const fakeApi = (answers: Record<string, Answer>) => {
  const asked: string[] = [];
  const real = globalThis.fetch;
  const answer = async (address: string | URL | Request): Promise<Response> => {
    const url = new URL(String(address), 'http://chat8.example');
    const path = url.pathname.replace('/api/v1', '');
    asked.push(`${path}${url.search}`);
    const data = answers[path]?.(url.searchParams);
    if (data !== undefined) return Response.json({ success: true, data });
    return Response.json({ error: { code: 'ENCRYPT_001', details: {} } }, { status: 404 });
  };
  globalThis.fetch = Object.assign(answer, { preconnect: real.preconnect });
  return {
    asked,
    [Symbol.dispose]() {
      globalThis.fetch = real;
    },
  };
};
