// The call doctor: what it looks at, what it found, what that means and who can change it.
export const doctor = {
  title: 'Call check',
  intro:
    'Finds out whether calls will connect from here: your microphone and camera, your network, and the server’s relay. Nobody hears or sees you.',
  start: 'Check now',
  again: 'Check again',
  stop: 'Stop',
  together: 'With a friend',
  togetherHint:
    'Both of you have the page open. Your friend is asked to join, and then your two devices try every way to each other.',
  chooseFriend: 'Friend',
  startTogether: 'Check together',
  inCall: 'You’re in a call. Check after it.',
  asks: (name: string) => `${name} wants to check calls with you`,
  asksHint: 'Your microphone opens, but nobody hears you.',
  join: 'Join',
  decline: 'Not now',
  why: 'What went wrong?',
  ofCall: (name: string) => `Your call with ${name}`,
  steps: {
    devices: 'Opening microphone and camera. Allow them if the browser asks.',
    server: 'Trying the ways to the relay…',
    friend: 'Waiting for the other device…',
  },
  speak: 'Say something: the bar should move.',
  ways: 'From here to the relay',
  waysOf: (name: string) => `Ways between you and ${name}`,
  way: {
    direct: 'Direct',
    udp: 'Relay over UDP',
    tcp: 'Relay over TCP',
    tls: 'Relay over TLS',
  },
  results: {
    works: 'works',
    given: 'answers',
    silent: 'no answer',
    refused: 'no connection',
    unauthorized: 'refused',
    deaf: 'nothing arrives',
    notOffered: 'not available',
  },
  ms: (count: string) => `${count} ms`,
  meaning: 'What it means',
  who: {
    you: 'You can change this',
    operator: 'The server’s operator can change this',
    network: 'Whoever runs your network can change this',
  },
  says: {
    insecure: () =>
      'This page isn’t opened by https, so the browser gives it no microphone. The operator needs to serve it by https.',
    microphoneSilent: () =>
      'The microphone is open, but nothing was heard. If you spoke: look for a mute switch, or choose another microphone.',
    microphoneGood: () => 'Your microphone works.',
    cameraGood: () => 'Your camera works.',
    serverAway: () => 'The server doesn’t answer. Check your connection, then try again.',
    clockOff: () => 'This device’s clock is wrong. Set it to the right time.',
    noRelay: () =>
      'This server has no relay for calls: only devices that can reach each other directly connect. The operator can turn it on (CHAT8_RELAY=on).',
    hiddenNoRelay: () =>
      'You hide your address in calls, and this server has no relay for that. The operator can turn it on (CHAT8_RELAY=on), or you show your address.',
    unauthorized: () =>
      'The relay refuses the server’s credentials. The secrets of the two differ (CHAT8_TURN_SECRET), or a clock is wrong.',
    wrongAddress: () =>
      'The relay answers, but nothing arrives at the addresses it gives out. It announces a wrong address (external-ip in coturn, CHAT8_TURN_HOST here).',
    hairpin: (host: string) =>
      `You’re in the same network as the server, and its public address ${host} doesn’t lead back in. Turn on NAT loopback (hairpin) in the router, or give that name the inner address.`,
    wrongHost: (host: string) =>
      `The relay is announced at ${host}, and nothing answers there. The operator can name the right host (CHAT8_TURN_HOST).`,
    onlyHttp: (port: string) =>
      `Only web pages get through to the server: a proxy or CDN stands in front of it. The operator can open port ${port} (UDP and TCP) past it.`,
    portClosed: (port: string) =>
      `The page loads, but port ${port} doesn’t answer, so the relay can’t be reached. The operator can open it for UDP and TCP in the firewall, the router or Docker.`,
    certificate: () =>
      'The relay can’t be reached by TLS, though other ways work. Its certificate isn’t trusted, or something stands in front of that port. People with strict networks can’t call.',
    onlyTls: (port: string) =>
      `Your network lets only secure web connections through: calls work, but go by TLS, with more delay. If it’s so everywhere, port ${port} of the server is closed.`,
    udpBlocked: (port: string) =>
      `UDP doesn’t get through: calls work, but go by TCP, with more delay. Your network can let UDP to port ${port} out; if it’s so everywhere, the server’s firewall is the reason.`,
    tcpClosed: (port: string) =>
      `Port ${port} answers by UDP only. People whose network blocks UDP can’t call. The operator can open it for TCP, too.`,
    noTls: () =>
      'The relay offers no way by TLS. People whose network lets only web pages through can’t call.',
    allWays: () => 'All ways to the relay work: calls will connect from here.',
    natGood: () => 'Your network lets devices reach each other directly.',
    natSymmetric: () =>
      'Your network gives every connection another port (symmetric NAT). Calls with some networks go through the relay.',
    hidden: () => 'You hide your address: all calls go through the relay.',
    notJoined: (name: string) => `${name} didn’t join. The page must be open there.`,
    left: (name: string) => `The check with ${name} was over before it was done. Ask again.`,
    pairDirect: (name: string) => `You and ${name} connect directly.`,
    pairRelayed: (name: string) => `You and ${name} connect through the relay.`,
    pairNone: (name: string) =>
      `You and ${name} find no way to each other. The relay has to be reachable for both.`,
    theirTrouble: (name: string) =>
      `The relay can be reached from here, but not from ${name}’s device. Ask ${name} to open the call check there.`,
    mixedFamilies: (name: string) =>
      `Of you and ${name} one has only IPv4, the other only IPv6: you never meet directly, only through the relay.`,
    callLost: (name: string) =>
      `The connection to ${name} broke, and didn’t come back within 25 seconds. One of the two networks was lost.`,
    callMoved: (name: string) =>
      `This device went to another network in the call with ${name}, and the connection didn’t come back. Call again.`,
    callUnheard: (name: string) =>
      `${name}’s device said nothing after the call was answered: its page was closed, or lost its connection to the server.`,
    callApart: (name: string) =>
      `Both devices reached the relay, but not each other. Check together with ${name}.`,
  },
};
