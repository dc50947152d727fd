// What the call doctor needs of a browser beside the devices (W3C WebRTC).
import type { Description, Route } from '../calls/platform';

export interface ProbeEvents {
  /** `url`: of the server that gave it, '' if nobody says. */
  candidate(candidate: RTCIceCandidateInit, url: string): void;
  /** No more will come. */
  gathered(): void;
  refused(url: string, code: number): void;
  /** The two ends have found each other. */
  opened(): void;
}

/** One end of a connection that carries nothing but small messages for measuring. */
export interface Probe {
  describe(): Promise<Description>;
  /** @throws if it is none */
  accept(description: Description): Promise<void>;
  /** @throws if it is none */
  addCandidate(candidate: RTCIceCandidateInit): Promise<void>;
  /** A small message there and back, in ms; the other end answers by itself. */
  roundTrip(): Promise<number>;
  close(): void;
}

export interface ProbePlatform {
  openProbe(route: Route, events: ProbeEvents): Probe;
  /** Firefox dials no `turns:` with an address in place of a name. */
  takesTlsByAddress: boolean;
}
