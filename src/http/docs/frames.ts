// Frames of the socket, as webhooks, which OpenAPI 3.1 has for what a server sends by itself.

export interface FrameDescription {
  name: string;
  zh: string;
  en: string;
  from: 'server' | 'client';
  data: object;
}

/** Its name among the webhooks, and what is said of it there. */
export const describeFrame = ({ name, zh, en, from, data }: FrameDescription): [string, object] => {
  const properties = {
    type: { const: name },
    data,
    ...(from === 'server'
      ? { timestamp: { type: 'string', format: 'date-time' }, seq: { type: 'integer' } }
      : { id: { type: ['string', 'integer'] } }),
  };
  const schema = { type: 'object', required: ['type', 'data'], properties };
  const side =
    from === 'server' ? '服务器发出 · sent by the server' : '客户端发出 · sent by clients';
  return [
    from === 'server' ? name : `client: ${name}`,
    {
      post: {
        tags: ['socket'],
        operationId: `${from}_${name}`,
        summary: `${zh} · ${en}`,
        description: `WebSocket: ${side}`,
        requestBody: { required: true, content: { 'application/json': { schema } } },
        responses: { 200: { description: 'WebSocket' } },
      },
    },
  ];
};
