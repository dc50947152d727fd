// What stands between a home and the internet, as rules of nftables.

export type Manner =
  /** Every host has an address of its own, and anybody may call. */
  | 'open'
  /** One port for all it speaks to; in comes who was spoken to (RFC 4787: endpoint-independent mapping). */
  | 'cone'
  /** Another port for each it speaks to (address- and port-dependent mapping). */
  | 'symmetric'
  /** As a cone, for TCP alone. */
  | 'UDP-blocked'
  /** As a cone, for TCP to port 443 alone. */
  | '443-only';

const ESTABLISHED = 'ct state established,related accept';

/** What is let through; what was let through before is only while its router allows that kind at all. */
const FORWARD: Record<Manner, string[]> = {
  open: ['accept'],
  cone: [ESTABLISHED, 'iifname "lan" accept'],
  symmetric: [ESTABLISHED, 'iifname "lan" accept'],
  'UDP-blocked': ['meta l4proto udp drop', ESTABLISHED, 'iifname "lan" accept'],
  '443-only': ['iifname "lan" tcp dport 443 accept', 'tcp sport 443 ct state established accept'],
};

const MASQUERADE: Record<Manner, string> = {
  open: '',
  cone: 'oifname "wan" masquerade',
  symmetric: 'oifname "wan" masquerade fully-random',
  'UDP-blocked': 'oifname "wan" masquerade',
  '443-only': 'oifname "wan" masquerade',
};

/**
 * A router that answers for itself what was meant for a host behind it ends a hole before it is made:
 * so it drops what it was not asked for, as those of homes do. The chain for addresses stays when it is
 * empty: the connections that it wrote new addresses on go on.
 */
export const rulesOf = (manner: Manner): string => `
flush ruleset
table ip gate {
  chain input {
    type filter hook input priority 0; policy drop
    ct state established,related accept
    iifname "lan" accept
  }
  chain forward {
    type filter hook forward priority 0; policy drop
    ${FORWARD[manner].join('\n    ')}
  }
  chain addresses {
    type nat hook postrouting priority 100
    ${MASQUERADE[manner]}
  }
}
`;
