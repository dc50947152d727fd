// The numbers of STUN (RFC 8489, 18) and TURN (RFC 8656, 17 to 19).

export const MAGIC_COOKIE = 0x2112a442;
/** With which a port is XORed on the wire. */
export const port_mask = MAGIC_COOKIE >>> 16;
export const header_bytes = 20;
export const transaction_bytes = 12;

/** Method and class together, as the first two bytes have them. */
export const TYPE = {
  binding: 0x0001,
  allocate: 0x0003,
  refresh: 0x0004,
  createPermission: 0x0008,
  channelBind: 0x0009,
  sendIndication: 0x0016,
  dataIndication: 0x0017,
} as const;
/** Added to the type of a request. */
export const success = 0x0100;
export const failure = 0x0110;

export const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  unknownAttributes: 0x000a,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedAddressFamily: 0x0017,
  evenPort: 0x0018,
  requestedTransport: 0x0019,
  dontFragment: 0x001a,
  messageIntegritySha256: 0x001c,
  xorMappedAddress: 0x0020,
  reservationToken: 0x0022,
  additionalAddressFamily: 0x8000,
  addressErrorCode: 0x8001,
  fingerprint: 0x8028,
} as const;

/** From here on an attribute that isn't understood may be ignored (RFC 8489, 14). */
export const optional_from = 0x8000;

export const FAMILY = { ipv4: 1, ipv6: 2 } as const;
/** REQUESTED-TRANSPORT: UDP. */
export const udp_protocol = 17;

export const channel_min = 0x4000;
export const channel_max = 0x7fff;
export const channel_header_bytes = 4;
