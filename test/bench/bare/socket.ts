// Bare Bun WebSockets, each subscribed to a topic of its own.
const server = Bun.serve<{ id: number }>({
  hostname: '127.0.0.1',
  port: 0,
  fetch(request, self) {
    const id = Number(new URL(request.url).pathname.split('/').at(-1));
    return self.upgrade(request, { data: { id } }) ? undefined : new Response('ok');
  },
  websocket: {
    idleTimeout: 0,
    open: (socket) => void socket.subscribe(`user:${socket.data.id}`),
    message: () => {},
  },
});

process.stdout.write(`listening on ${server.url.origin}\n`);
