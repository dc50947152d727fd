// Whose key is whose: what changed, what was proven, and what the server was caught at.
import type { English } from '../en/en';

export const trust: English['trust'] = {
  understood: '知道了',
  newKey: '新密钥',
  keyExchanged: (name) =>
    `${name} 换了密钥：可能忘记密码后换了设备，也可能有人从中作梗。用新密钥的消息会有标记；若事关重要，请核对安全码。`,
  keyDisputed: (name) =>
    `你的两台设备记下了 ${name} 的不同密钥。在你决定之前不会发送任何内容。请核对安全码。`,
  keyGone: (name) => `服务器说 ${name} 已没有密钥。不会在未加密的情况下发送任何内容。`,
  formerKeys: (count, name) =>
    `已接纳 ${name} 以前的 ${count} 个密钥：用这些密钥的消息算作 ${name} 发的。`,
  formerKeysWrong: '不是对方的',
  renamed: (before, now) => `${before} 现在叫 ${now}`,
  compareAgain: '核对期间密钥变了，没有标记为已验证。下面是新的安全码，请重新核对。',
  byInvitation: '经由你的邀请',
  byInvitationOfMany: '收到你链接的人之一',
  linkWaiting: (name) => `密钥来自 ${name} 的邀请链接，${name} 的设备尚未确认。`,
  linkConfirmed: (name) => `已由 ${name} 的设备确认`,
  linkWrong: (name) =>
    `${name} 持有你邀请链接的证明不符，可能有人从中作梗。在你核对安全码之前不会发送任何内容。`,
  unknownKey: '来自你不认识的密钥',
  unknownKeyText: (name) => `这条消息所用的密钥在此从未属于 ${name}，任何人都可能写下它。`,
  showAnyway: '仍要显示内容',
  plainFromFriend: '未加密：可能是任何人写的',
  writtenAt: (written, arrived) => `写于 ${written}，到达于 ${arrived}`,
  notices: {
    oldVault: () => '服务器给出了旧的密钥和联系人副本。此设备没有采用，并重新写入了自己的副本。',
    wentBack: (when) => `服务器回到了 ${when} 的状态。此设备已按自己所知重新写入你的密钥和联系人。`,
    damagedVault: () => '服务器上的密钥副本已损坏。此设备重新写入了自己的副本。',
    earlierVault: () =>
      '最新的密钥副本无法打开，较早的一份可以。此后的更改可能缺失：请检查你验证过的人。',
    newerVault: () => '你的密钥由更新版本的 Chat8 保存。请重新加载此页面。',
    foreignVault: () => '另一台设备为你的账号生成了新密钥。请在此退出并重新登录以使用它们。',
    vaultRefused: (when) =>
      `有人以你的身份登录，试图替换你的密钥（${when}），已被拒绝。请检查设备列表，结束陌生的会话，并更换密钥。`,
  },
  changeKey: '更换我的密钥',
  changeKeyText:
    '适用于设备被盗或密码泄露之后。旧消息仍可阅读，好友会看到密钥已更换。服务器上较早的密钥副本会被删除。',
  keyIsChanged: '你有了新密钥，好友已得到通知。',
};
