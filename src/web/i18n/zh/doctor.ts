// 通话检测：检查什么、发现什么、意味着什么、谁能解决。
import type { English } from '../en/en';
import { spaced } from './spaced';

export const doctor: English['doctor'] = {
  title: '通话检测',
  intro:
    '检查从这里能否接通通话：麦克风和摄像头、你的网络，以及服务器的中继。没有人会听到或看到你。',
  start: '开始检测',
  again: '重新检测',
  stop: '停止',
  together: '与好友一起检测',
  togetherHint: '双方都要打开页面。好友会收到邀请，加入后两台设备会逐一尝试各种连接方式。',
  chooseFriend: '好友',
  startTogether: '一起检测',
  inCall: '你正在通话中，请在通话结束后检测。',
  asks: (name) => spaced`${name} 想和你一起检测通话`,
  asksHint: '会打开你的麦克风，但没有人会听到你。',
  join: '加入',
  decline: '暂不',
  why: '查看原因',
  ofCall: (name) => spaced`与 ${name} 的通话`,
  steps: {
    devices: '正在打开麦克风和摄像头，如浏览器询问请允许。',
    server: '正在尝试到中继的各种方式…',
    friend: '正在等待对方设备…',
  },
  speak: '请说句话，音量条应当会动。',
  ways: '从这里到中继',
  waysOf: (name) => spaced`你与 ${name} 之间的连接方式`,
  way: {
    direct: '直接连接',
    udp: '经中继（UDP）',
    tcp: '经中继（TCP）',
    tls: '经中继（TLS）',
  },
  results: {
    works: '可用',
    given: '有应答',
    silent: '无应答',
    refused: '无法连接',
    unauthorized: '被拒绝',
    deaf: '数据不通',
    notOffered: '未提供',
  },
  ms: (count) => `${count} 毫秒`,
  meaning: '检测结果说明',
  who: {
    you: '你可以解决',
    operator: '服务器管理员可以解决',
    network: '你所在网络的管理者可以解决',
  },
  says: {
    insecure: () =>
      '此页面不是通过 https 打开的，浏览器不会提供麦克风。需要管理员改用 https 提供服务。',
    microphoneSilent: () =>
      '麦克风已打开，但没有听到声音。如果你说了话，请检查静音开关，或换一个麦克风。',
    microphoneGood: () => '麦克风正常。',
    cameraGood: () => '摄像头正常。',
    serverAway: () => '服务器没有应答。请检查网络连接后重试。',
    clockOff: () => '这台设备的时间不对，请校准时间。',
    noRelay: () =>
      '此服务器没有通话中继，只有能直接连通的设备才能通话。管理员可以开启中继（CHAT8_RELAY=on）。',
    hiddenNoRelay: () =>
      '你设置了通话时隐藏地址，而此服务器没有通话中继。管理员可以开启中继（CHAT8_RELAY=on），或由你关闭隐藏。',
    unauthorized: () =>
      '中继不接受服务器给出的凭据：双方密钥不一致（CHAT8_TURN_SECRET），或有一方时钟不准。',
    wrongAddress: () =>
      '中继有应答，但它给出的地址收不到任何数据：它对外公布的地址不对（coturn 的 external-ip，或这里的 CHAT8_TURN_HOST）。',
    hairpin: (host) =>
      spaced`你和服务器在同一个网络里，而从内部访问不到它的公网地址 ${host}。请在路由器上开启 NAT 回环（hairpin），或让该名称在内网解析到内部地址。`,
    wrongHost: (host) =>
      spaced`中继公布的地址是 ${host}，但那里没有应答。管理员可以设置正确的主机（CHAT8_TURN_HOST）。`,
    onlyHttp: (port) =>
      `只有网页能到达服务器：前面有代理或 CDN。管理员可以绕过它开放端口 ${port}（UDP 和 TCP）。`,
    portClosed: (port) =>
      `网页能打开，但端口 ${port} 没有应答，因此连不上中继。管理员可以在防火墙、路由器或 Docker 中开放该端口的 UDP 和 TCP。`,
    certificate: () =>
      '其他方式可用，但无法通过 TLS 连接中继：证书不受信任，或该端口前有其他设备。网络限制较严的人将无法通话。',
    onlyTls: (port) =>
      `你的网络只放行安全网页连接：通话可用，但要走 TLS，延迟较高。如果换到哪里都这样，就是服务器的端口 ${port} 没有开放。`,
    udpBlocked: (port) =>
      `UDP 不通：通话可用，但要走 TCP，延迟较高。你的网络可以放行到端口 ${port} 的 UDP；如果换到哪里都这样，就是服务器防火墙的原因。`,
    tcpClosed: (port) =>
      `端口 ${port} 只应答 UDP，屏蔽 UDP 的网络里的人无法通话。管理员可以同时开放 TCP。`,
    noTls: () => '中继没有提供 TLS 方式，网络只放行网页的人无法通话。',
    allWays: () => '到中继的所有方式都可用，从这里可以接通通话。',
    natGood: () => '你的网络允许设备之间直接连接。',
    natSymmetric: () =>
      '你的网络给每个连接分配不同的端口（对称型 NAT），与某些网络的通话要经过中继。',
    hidden: () => '你隐藏了地址，所有通话都经过中继。',
    notJoined: (name) => spaced`${name} 没有加入。对方需要打开着页面。`,
    left: (name) => spaced`与 ${name} 的检测未完成就结束了，请重新邀请。`,
    pairDirect: (name) => spaced`你和 ${name} 可以直接连接。`,
    pairRelayed: (name) => spaced`你和 ${name} 可以经中继连接。`,
    pairNone: (name) => spaced`你和 ${name} 之间没有可用的连接方式。双方都必须能连到中继。`,
    theirTrouble: (name) =>
      spaced`从这里能连到中继，但 ${name} 的设备连不到。请 ${name} 在那边打开通话检测。`,
    mixedFamilies: (name) =>
      spaced`你和 ${name} 一方只有 IPv4，另一方只有 IPv6，无法直接连接，只能经中继。`,
    callLost: (name) => spaced`与 ${name} 的连接中断，25 秒内没有恢复：双方的网络之一断开了。`,
    callMoved: (name) => spaced`与 ${name} 通话时，这台设备换了网络，连接没有恢复。请重新呼叫。`,
    callUnheard: (name) =>
      spaced`接听之后，${name} 的设备没有任何回应：对方的页面已关闭，或与服务器断开了连接。`,
    callApart: (name) => spaced`双方设备都连到了中继，但彼此不通。请与 ${name} 一起检测。`,
  },
};
