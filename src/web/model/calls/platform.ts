// What calls need of a browser (WebRTC, Media Capture, Screen Capture, Web Audio, Screen Wake Lock).

/** RTCIceServer (W3C WebRTC, 4.2.2). */
export interface IceServer {
  urls: string[];
  username?: string;
  credential?: string;
}

export type MediaKind = 'audio' | 'video';

/** An open microphone, camera or screen. */
export interface Source {
  track: MediaStreamTrack;
  /** The track alone, for a view to show. */
  stream: MediaStream;
  /** As the browser names the device now; '' for a screen. */
  device_id: string;
  /** Off is silence, or black. */
  turn(isOn: boolean): void;
  /** It was unplugged, taken away, or stopped outside the page. */
  onEnd(act: () => void): void;
  stop(): void;
}

export interface Device {
  id: string;
  kind: 'microphone' | 'camera' | 'speaker';
  name: string;
}

export interface Description {
  type: 'offer' | 'answer';
  sdp: string;
}

/** How a connection does, since it was measured last. */
export interface Measure {
  /** Of 1, of what was to come in. */
  lost: number;
  round_trip_ms: number;
  bytes_received: number;
}

export type ConnectionState = 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

export interface ConnectionEvents {
  /** A description is to be exchanged (W3C WebRTC, 4.7.3). */
  negotiation(): void;
  /** `url`: of the server that gave it; '' if it is this device's own, or nobody says. */
  candidate(candidate: RTCIceCandidateInit, url: string): void;
  /** A server gave none (W3C WebRTC, 4.8.3): 701 without any answer, else its own error. */
  refused(url: string, code: number): void;
  state(state: ConnectionState): void;
  /** What the other one sends. */
  stream(kind: MediaKind, stream: MediaStream): void;
}

export interface Route {
  servers: IceServer[];
  /** Nothing but relays is used, and the other one learns no address of this device. */
  isHidden: boolean;
}

/** One RTCPeerConnection with one voice and one picture each way. */
export interface Connection {
  /** The description that is due now, set as one's own (RFC 9429, 4.1.10). */
  describe(): Promise<Description>;
  /** Of the other one; an own offer under way is rolled back. @throws if it is none */
  accept(description: Description): Promise<void>;
  /** @throws if it is none */
  addCandidate(candidate: RTCIceCandidateInit): Promise<void>;
  isStable(): boolean;
  /** ICE begins again (RFC 8445, 9), with these servers. */
  restart(servers: IceServer[]): void;
  /** Null sends nothing. */
  send(kind: MediaKind, track: MediaStreamTrack | null): Promise<void>;
  /** A screen is sent sharp, a camera smooth; a narrow line gets less of both. */
  shape(shape: { isScreen: boolean; isNarrow: boolean }): Promise<void>;
  measure(): Promise<Measure>;
  close(): void;
}

/** `ring` and `ringback` go on until they are stopped. */
export type Tone = 'ring' | 'ringback' | 'busy' | 'over';

export interface CallPlatform {
  /** `isOffering` makes the first offer. */
  connect(route: Route, isOffering: boolean, events: ConnectionEvents): Connection;
  /** Null is the browser's choice. @throws DOMException, TypeError without any */
  openMicrophone(device_id: string | null): Promise<Source>;
  openCamera(device_id: string | null): Promise<Source>;
  openScreen(): Promise<Source>;
  canShareScreen: boolean;
  canChooseSpeaker: boolean;
  devices(): Promise<Device[]>;
  onDevices(act: () => void): void;
  /** From 0 to 1, until it is closed. */
  meter(source: Source): { level(): number; close(): void };
  play(tone: Tone): () => void;
  /** The screen stays on until it is called. */
  keepAwake(): () => void;
}
