// 密钥属于谁：哪些变了，哪些得到了证明，以及服务器被发现做了什么。
import type { English } from '../en/en';
import { entry } from './entry';
import { spaced } from './spaced';

export const trust: English['trust'] = {
  othersWait: {
    title: '这台设备上有别人的内容',
    text: '之前有人在这里登录过，其会话已自行结束。对方写好但未发送的内容，以及这台设备保存的会话，会在这里保留 30 天，等对方再次登录。只有对方本人能打开。',
    keep: '保留',
    remove: '删除',
  },
  doNotSend: '不发送',
  understood: '知道了',
  newKey: '新密钥',
  keyExchanged: (name) =>
    spaced`${name} 的密钥已更换：可能是 ${name} 忘记了密码，也可能有人在拦截你们的消息。使用新密钥的消息会有标记。如需确认，请核对安全码。`,
  keyDisputed: (name) =>
    spaced`你的两台设备记录了 ${name} 的不同密钥。你作出决定之前不会发送任何内容。请核对安全码。`,
  keyGone: (name) => spaced`服务器称 ${name} 已没有密钥。不会发送未加密的内容。`,
  formerKeys: (count, name) =>
    spaced`已接受 ${name} 以前的 ${count} 个密钥：使用这些密钥的消息视为 ${name} 所发。`,
  formerKeysWrong: '不是对方的',
  renamed: (before, now) => spaced`${before} 现在叫 ${now}`,
  namesake: (name) => spaced`你信任的另一个人也叫 ${name}。这不是同一个人，请不要混淆。`,
  compareAgain: '核对期间密钥已更换，没有标记为已验证。下面是新的安全码，请重新核对。',
  byInvitation: '来自你的邀请',
  byInvitationOfMany: '来自收到你的链接的某个人',
  linkWaiting: (name) => spaced`密钥来自 ${name} 的邀请链接，${name} 的设备尚未确认。`,
  linkConfirmed: (name) => spaced`已由 ${name} 的设备确认`,
  linkWrong: (name) =>
    spaced`邀请链接不能证明这是 ${name} 的密钥，可能有人在拦截你们的消息。核对安全码之前不会发送任何内容。`,
  unknownKey: '未知的密钥',
  unknownKeyText: (name) =>
    spaced`这条消息使用的密钥在这台设备上从未属于 ${name}，任何人都可能写了它。`,
  outdated: '旧版本',
  outdatedText: '这台设备已见过这条消息的更新版本，而服务器现在发来的是旧版本。',
  deletedBefore: '曾被删除',
  deletedBeforeText: '服务器曾说这条消息已删除，现在又发来了它。可能当时在说谎，也可能现在在说谎。',
  earlierKey: '较早的密钥，从未核对',
  earlierKeyText: '这条消息使用的是较早的密钥，没有人核对过。经过验证的只有现在的密钥。',
  showAnyway: '仍然显示内容',
  answerByServer: '据服务器所述',
  answerByServerText: '这条消息回复的是哪一条，只有服务器这样说，消息本身无法证明。',
  plainFromFriend: '未加密：可能是任何人写的',
  writtenAt: (written, arrived) => spaced`${written} 写下，${arrived} 送达`,
  notices: {
    oldVault: () => '服务器发来了旧的密钥和联系人副本。这台设备没有采用，并重新保存了自己的副本。',
    wentBack: (when) => spaced`服务器回到了 ${when} 的状态。这台设备已重新保存你的密钥和联系人。`,
    damagedVault: () => '服务器上的密钥副本已损坏。这台设备重新保存了自己的副本。',
    missingVault: () => '服务器上已没有你的密钥和联系人副本。这台设备重新保存了自己的副本。',
    earlierVault: () =>
      '最新的密钥副本无法打开，已改用较早的副本。之后的更改可能缺失，请检查你验证过的人。',
    newerVault: () => entry.lockedNewerText,
    foreignVault: () =>
      '服务器上你账号的密钥无法在这台设备上打开。如果你在另一台设备上生成了新密钥，请在这里退出登录，再重新登录；如果没有，这些密钥可能属于别人，请告知服务器管理员。',
    sessionEnded: () => '这台设备在别处被退出登录。如果不是你或管理员所为，请更改密码并更换密钥。',
    lockLost: () => '应用锁是用密码打开的，现已关闭。可在设置中重新开启。',
    passwordReset: () =>
      '你的密码是在你的设备之外更改的。如果不是你或管理员所为，请再次更改密码并更换密钥。',
    changeRefused: () => '你在没有连接时所做的更改被服务器拒绝，已恢复原状。',
    editOvertaken: () =>
      '你在这里没有连接时编辑过的一条消息，之后又在你的另一台设备上编辑过，以较晚的编辑为准。',
    vaultRefused: (when) =>
      `有人以你的身份登录，试图替换你的密钥（${when}），已被拒绝。请检查你的设备，让不认识的设备退出登录，并更换密钥。`,
  },
  changeKey: '更换我的密钥',
  changeKeyAfter: '如果可能有其他人使用过你的账号，请同时更换密钥。',
  changeKeyText:
    '适用于设备被盗或密码泄露之后。以前的消息仍可读取，好友会看到密钥已更换。服务器上较早的密钥副本会被删除。',
  keyIsChanged: '密钥已更换，已通知你的好友。',
};
