// /metrics for Prometheus (its text format 0.0.4), to whoever knows the token; without a token
// there is no such page, and nothing is counted.
import { timingSafeEqual } from 'node:crypto';
import { Elysia } from 'elysia';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Histogram } from '../platform/histogram';
import { createHistogram, histogramText } from '../platform/histogram';
import { Refusal } from '../protocol/errors';
import { latency_bounds_s } from '../protocol/limits';
import { bearerOf } from './bearer';

interface Measure {
  help: string;
  value: () => number;
}

/** Read with each look, by their names without `chat8_`. */
export interface Measures {
  gauges: Record<string, Measure>;
  counters: Record<string, Measure>;
  histograms: Record<string, { help: string; of: Histogram }>;
}

const isToken = (request: Request, token: string): boolean => {
  const given = Buffer.from(bearerOf(request) ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};

export const createMetrics = (token: string | undefined, measures: Measures) => {
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
  const durations = createHistogram(latency_bounds_s);
  const histograms = {
    request_seconds: { help: 'Time from a request to its answer', of: durations },
    ...measures.histograms,
  };
  for (const [name, { help, value }] of Object.entries(measures.counters)) {
    new Counter({
      name: `chat8_${name}`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  }
  for (const [name, { help, value }] of Object.entries(measures.gauges)) {
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
        const own = Object.entries(histograms).map(([name, { help, of }]) =>
          histogramText(`chat8_${name}`, help, of),
        );
        return new Response(`${await registry.metrics()}\n${own.join('\n')}`, {
          headers: { 'content-type': registry.contentType },
        });
      },
      { detail: { hide: true } },
    );
};
