// /metrics for Prometheus (its text format 0.0.4), for clients with the token; without a configured
// token there is no such page, and nothing is counted.
import { Elysia } from 'elysia';
import { sameText } from '../platform/constant-time';
import type { Histogram } from '../platform/histogram';
import { createHistogram, histogramText } from '../platform/histogram';
import { Refusal } from '../protocol/errors';
import { latency_bounds_s } from '../protocol/limits';
import { bearerOf } from './bearer';

interface Measure {
  help: string;
  value: () => number;
}

/** One value for each of what a label tells apart. */
interface LabelledMeasure {
  kind: 'counter' | 'gauge';
  help: string;
  label: string;
  values: () => [string, number][];
}

/** Read with each request, by their names without `chat8_`. */
export interface Measures {
  /** Before they are read: what is known elsewhere is asked for. */
  refresh: () => Promise<void>;
  labelled: Record<string, LabelledMeasure>;
  gauges: Record<string, Measure>;
  counters: Record<string, Measure>;
  histograms: Record<string, { help: string; of: Histogram }>;
}

/** Requests answered, by method and status. */
type Answered = Map<string, { method: string; status: string; count: number }>;

/** The library, loaded only if a token is set: it would be a sixth of a start. */
const createRegistry = async ({ counters, gauges, labelled }: Measures, answered: Answered) => {
  const { Counter, collectDefaultMetrics, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Counter({
    name: 'chat8_requests_total',
    help: 'Requests answered, by method and status',
    labelNames: ['method', 'status'],
    registers,
    collect() {
      this.reset();
      for (const { count, ...labels } of answered.values()) this.inc(labels, count);
    },
  });
  for (const [name, { help, value }] of Object.entries(counters)) {
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
  for (const [name, { kind, help, label, values }] of Object.entries(labelled)) {
    new (kind === 'counter' ? Counter : Gauge)({
      name: `chat8_${name}`,
      help,
      labelNames: [label],
      registers,
      collect() {
        this.reset();
        for (const [value, count] of values()) this.inc({ [label]: value }, count);
      },
    });
  }
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
  return registry;
};

export const createMetrics = (token: string | undefined, measures: Measures) => {
  const app = new Elysia({ name: 'metrics' });
  if (token === undefined) return app;
  const answered: Answered = new Map();
  const registering = createRegistry(measures, answered);
  const durations = createHistogram(latency_bounds_s);
  const histograms = {
    request_seconds: { help: 'Time from a request to its answer', of: durations },
    ...measures.histograms,
  };
  const started = new WeakMap<Request, number>();
  return app
    .onRequest(({ request }) => {
      started.set(request, performance.now());
    })
    .onAfterResponse({ as: 'global' }, ({ request, set }) => {
      const { method } = request;
      const status = String(set.status ?? 200);
      const known = answered.get(`${method} ${status}`) ?? { method, status, count: 0 };
      known.count += 1;
      answered.set(`${method} ${status}`, known);
      const began = started.get(request);
      if (began !== undefined) durations.observe((performance.now() - began) / 1_000);
    })
    .get(
      '/metrics',
      async ({ request }) => {
        if (!sameText(bearerOf(request) ?? '', token)) throw new Refusal('tokenInvalid');
        await measures.refresh();
        const own = Object.entries(histograms).map(([name, { help, of }]) =>
          histogramText(`chat8_${name}`, help, of),
        );
        const registry = await registering;
        return new Response(`${await registry.metrics()}\n${own.join('\n')}`, {
          headers: { 'content-type': registry.contentType },
        });
      },
      { detail: { hide: true } },
    );
};
