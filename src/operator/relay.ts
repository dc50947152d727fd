// What the relay of calls does, for the operator, and why calls failed.
import type { Measures } from '../http/metrics';
import { turn_port_default } from '../protocol/limits';
import { emptyStats, REFUSALS } from '../relay/stats';
import type { RelayOff } from '../relay/supervisor';
import type { World } from '../world';

const OFF: Record<RelayOff, string> = {
  switched_off: 'off: CHAT8_RELAY=off',
  other_servers: 'off: CHAT8_TURN_URLS names other servers',
  port_taken: `off: port ${turn_port_default} is in use by another program`,
};

const stateOf = ({ relay, hub }: World): string => {
  const running = relay.running();
  if (relay.off !== undefined) return OFF[relay.off];
  if (running !== undefined) return `on, at port ${running.port}`;
  return hub.isServing() && relay.trouble() !== undefined ? 'not running' : 'starting';
};

const counted = (counts: [string, number][]): string =>
  counts
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ') || 'none';

export const relayStatus = async (world: World): Promise<Record<string, unknown>> => {
  const { relay, callFailures } = world;
  const calls_failed = counted(callFailures.counts());
  const state = { relay: stateOf(world), calls_failed };
  if (relay.off !== undefined) return state;
  const stats = await relay.stats();
  const running = relay.running();
  const trouble = relay.trouble();
  return {
    ...state,
    ...(running && { relay_port: running.port, relay_second_port: running.has_second_port }),
    ...(running === undefined && trouble !== undefined && { relay_trouble: trouble }),
    relay_calls: stats.calls,
    relay_allocations: stats.allocations,
    relay_allocations_made: stats.allocations_made,
    relay_from_elsewhere_udp: stats.from_elsewhere.udp,
    relay_from_elsewhere_tcp: stats.from_elsewhere.tcp,
    relay_offers: relay.offers(),
    relay_packets: stats.packets,
    relay_bytes: stats.bytes,
    relay_refused: counted(Object.entries(stats.refused)),
    relay_restarts: relay.ends(),
  };
};

/** What /metrics shows of it. */
export const relayMeasures = (world: World) => {
  const { relay, callFailures } = world;
  let stats = emptyStats();
  return {
    async refresh(): Promise<void> {
      stats = await relay.stats();
    },
    gauges: {
      relay_running: {
        help: '1 while the relay of calls runs',
        value: () => Number(relay.running() !== undefined),
      },
      relay_calls: { help: 'Calls with an allocation', value: () => stats.calls },
      relay_allocations: { help: 'Allocations of the relay', value: () => stats.allocations },
      relay_connections: {
        help: 'Connections to the relay by TCP and TLS',
        value: () => stats.connections,
      },
    } satisfies Measures['gauges'],
    counters: {
      relay_allocations_total: { help: 'Allocations made', value: () => stats.allocations_made },
      relay_packets_total: { help: 'Packets relayed', value: () => stats.packets },
      relay_bytes_total: { help: 'Bytes relayed', value: () => stats.bytes },
      relay_restarts_total: {
        help: 'How often the relay ended and was started again',
        value: () => relay.ends(),
      },
    } satisfies Measures['counters'],
    labelled: {
      relay_refused_total: {
        kind: 'counter',
        help: 'What the relay refused, or did not pass on',
        label: 'reason',
        values: () => REFUSALS.map((reason): [string, number] => [reason, stats.refused[reason]]),
      },
      calls_failed_total: {
        kind: 'counter',
        help: 'Calls that failed, by what their devices say',
        label: 'reason',
        values: () => callFailures.counts(),
      },
    } satisfies Measures['labelled'],
  };
};
