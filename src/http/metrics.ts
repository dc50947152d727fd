// /metrics for Prometheus (its text format 0.0.4), to whoever knows the token; without a token
// there is no such page, and nothing is counted.
import { timingSafeEqual } from 'node:crypto';
import { Elysia } from 'elysia';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Refusal } from '../errors';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

const isToken = (request: Request, token: string): boolean => {
  const given = Buffer.from(request.headers.get('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};

/** `gauges` are read with each look: name → help and value. */
export const createMetrics = (
  token: string | undefined,
  gauges: Record<string, { help: string; value: () => number }>,
) => {
  const app = new Elysia({ name: 'metrics' });
  if (token === undefined) return app;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: 'chat8_requests_total',
    help: 'Requests answered, by method and status',
    labelNames: ['method', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'chat8_request_seconds',
    help: 'Time from a request to its answer',
    buckets: seconds,
    registers,
  });
  for (const [name, { help, value }] of Object.entries(gauges)) {
    new Gauge({
      name: `chat8_${name}`,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  }
  const started = new WeakMap<Request, number>();
  return app
    .onRequest(({ request }) => {
      started.set(request, performance.now());
    })
    .onAfterResponse({ as: 'global' }, ({ request, set }) => {
      requests.inc({ method: request.method, status: String(set.status ?? 200) });
      const began = started.get(request);
      if (began !== undefined) durations.observe((performance.now() - began) / 1_000);
    })
    .get(
      '/metrics',
      async ({ request }) => {
        if (!isToken(request, token)) throw new Refusal('tokenInvalid');
        return new Response(await registry.metrics(), {
          headers: { 'content-type': registry.contentType },
        });
      },
      { detail: { hide: true } },
    );
};
