// One RTCPeerConnection (W3C WebRTC) with one voice and one picture each way: both are negotiated at
// once, so that a camera, a screen or a microphone is only another track of the same sender.
import type {
  Connection,
  ConnectionEvents,
  ConnectionState,
  IceServer,
  Measure,
  MediaKind,
  Route,
} from '../model/calls/platform';

const POLICIES = { bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' } as const;

/** Those that this browser takes: it refuses a list as a whole for one that it doesn't. */
const taken = (servers: IceServer[]): IceServer[] =>
  servers.flatMap((server) => {
    const urls = server.urls.filter((url) => {
      try {
        new RTCPeerConnection({ iceServers: [{ ...server, urls: [url] }] }).close();
        return true;
      } catch {
        return false;
      }
    });
    return urls.length === 0 ? [] : [{ ...server, urls }];
  });

/** `isHidden`: over relays alone, so that the other one learns no address of this device. */
export const openPeerConnection = ({ servers, isHidden }: Route): RTCPeerConnection => {
  const iceTransportPolicy = isHidden ? 'relay' : 'all';
  const rest = { ...POLICIES, iceTransportPolicy } as const;
  try {
    return new RTCPeerConnection({ ...rest, iceServers: servers });
  } catch {
    return new RTCPeerConnection({ ...rest, iceServers: taken(servers) });
  }
};

/** Of a candidate: `url` is not yet in all types of pages. */
export const urlOf = (candidate: RTCIceCandidate): string =>
  (candidate as RTCIceCandidate & { url?: string | null }).url ?? '';

const bits = { narrow: 250_000, camera: 1_500_000, screen: 2_500_000 };

/** What came in and what was lost, of all that is received, since the last look. */
const createMeasure = (connection: RTCPeerConnection) => {
  let last = { received: 0, lost: 0, bytes: 0 };
  return async (): Promise<Measure> => {
    const now = { received: 0, lost: 0, bytes: 0 };
    let round_trip_ms = 0;
    for (const [, each] of await connection.getStats()) {
      if (each.type === 'inbound-rtp') {
        now.received += each.packetsReceived ?? 0;
        now.lost += Math.max(0, each.packetsLost ?? 0);
        now.bytes += each.bytesReceived ?? 0;
      }
      if (each.type === 'candidate-pair' && each.nominated) {
        round_trip_ms = (each.currentRoundTripTime ?? 0) * 1_000;
      }
    }
    const [received, lost] = [now.received - last.received, Math.max(0, now.lost - last.lost)];
    const bytes_received = now.bytes - last.bytes;
    last = now;
    const all = received + lost;
    return { lost: all > 0 ? lost / all : 0, round_trip_ms, bytes_received };
  };
};

/** The voice and the picture that are sent, also those that come before there is a sender. */
const createSenders = (connection: RTCPeerConnection, isOffering: boolean) => {
  const tracks: Record<MediaKind, MediaStreamTrack | null> = { audio: null, video: null };
  if (isOffering) {
    for (const kind of ['audio', 'video'] as const) {
      connection.addTransceiver(kind, { direction: 'sendrecv' });
    }
  }
  const of = (kind: MediaKind): RTCRtpSender | undefined =>
    connection.getTransceivers().find(({ receiver }) => receiver.track.kind === kind)?.sender;
  return {
    of,
    async send(kind: MediaKind, track: MediaStreamTrack | null): Promise<void> {
      tracks[kind] = track;
      await of(kind)?.replaceTrack(track);
    },
    /** An offer came: both ways are answered. */
    async answer(): Promise<void> {
      for (const transceiver of connection.getTransceivers()) {
        if (transceiver.currentDirection === 'stopped') continue;
        transceiver.direction = 'sendrecv';
        const track = tracks[transceiver.receiver.track.kind as MediaKind];
        if (transceiver.sender.track !== track) await transceiver.sender.replaceTrack(track);
      }
    },
  };
};

/** What the types of pages lack still (WebRTC Extensions, 5.1). */
type Encoding = RTCRtpEncodingParameters & { adaptivePtime?: boolean };
type Parameters = RTCRtpSendParameters & { degradationPreference?: RTCDegradationPreference };

const changeEncoding = async (
  sender: RTCRtpSender | undefined,
  change: (encoding: Encoding, parameters: Parameters) => void,
): Promise<void> => {
  const parameters = sender?.getParameters();
  const encoding = parameters?.encodings[0];
  if (parameters === undefined || encoding === undefined) return;
  change(encoding, parameters);
  await sender?.setParameters(parameters);
};

/** A voice of 32 kbit/s costs 60 with its headers: on a narrow line it comes in fewer, longer packets. */
const shapeVoice = (sender: RTCRtpSender | undefined): Promise<void> =>
  changeEncoding(sender, (encoding) => {
    encoding.adaptivePtime = true;
  });

const shapePicture = (
  sender: RTCRtpSender | undefined,
  { isScreen, isNarrow }: { isScreen: boolean; isNarrow: boolean },
): Promise<void> =>
  changeEncoding(sender, (encoding, parameters) => {
    encoding.maxBitrate = isNarrow ? bits.narrow : bits[isScreen ? 'screen' : 'camera'];
    encoding.scaleResolutionDownBy = isNarrow && !isScreen ? 2 : 1;
    parameters.degradationPreference = isScreen ? 'maintain-resolution' : 'balanced';
    if (sender?.track) sender.track.contentHint = isScreen ? 'detail' : 'motion';
  });

export const createConnection = (
  route: Route,
  isOffering: boolean,
  events: ConnectionEvents,
): Connection => {
  const connection = openPeerConnection(route);
  const senders = createSenders(connection, isOffering);
  connection.onnegotiationneeded = events.negotiation;
  connection.onicecandidate = ({ candidate }) => {
    if (candidate?.candidate) events.candidate(candidate.toJSON(), urlOf(candidate));
  };
  connection.onicecandidateerror = ({ url, errorCode }) => events.refused(url, errorCode);
  connection.onconnectionstatechange = () => {
    const { connectionState } = connection;
    events.state(connectionState === 'new' ? 'connecting' : (connectionState as ConnectionState));
  };
  connection.ontrack = ({ track }) =>
    events.stream(track.kind as MediaKind, new MediaStream([track]));

  return {
    async describe() {
      await connection.setLocalDescription();
      const { type, sdp } = connection.localDescription ?? { type: 'rollback', sdp: '' };
      return { type: type === 'offer' ? 'offer' : 'answer', sdp };
    },
    async accept(description) {
      await connection.setRemoteDescription(description);
      if (description.type === 'offer') await senders.answer();
    },
    addCandidate: (candidate) => connection.addIceCandidate(candidate),
    isStable: () => connection.signalingState === 'stable',
    restart(iceServers) {
      const configuration = connection.getConfiguration();
      try {
        connection.setConfiguration({ ...configuration, iceServers });
      } catch {
        try {
          connection.setConfiguration({ ...configuration, iceServers: taken(iceServers) });
        } catch {
          // It is closed, or keeps those that it has.
        }
      }
      connection.restartIce();
    },
    send: senders.send,
    async shape(shape) {
      await Promise.all([
        shapeVoice(senders.of('audio')),
        shapePicture(senders.of('video'), shape),
      ]);
    },
    measure: createMeasure(connection),
    close: () => connection.close(),
  };
};
