// A push service that answers 201 after 50 ms. GET tells when each push came, in ms since the epoch.
const arrived: number[] = [];

const pushService = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request) {
    if (request.method === 'GET') return Response.json(arrived.splice(0));
    arrived.push(performance.timeOrigin + performance.now());
    await request.bytes();
    await Bun.sleep(50);
    return new Response(null, { status: 201 });
  },
});
process.stdout.write(`listening on ${String(pushService.url)}\n`);
