// 登录、注册、解锁和恢复码。
import type { English } from '../en/en';
import { spaced } from './spaced';

export const entry: English['entry'] = {
  tagline: '自己的服务器，自己的私密聊天',
  promises: [
    '消息、文件和文件名在离开设备之前就已加密。',
    '所有数据只存放在你或熟人运行的服务器上。',
    '不要手机号，没有广告，也没有其他公司参与。',
  ],
  signIn: '登录',
  signOut: '退出登录',
  register: '注册',
  signInTitle: '欢迎回来',
  registerTitle: '创建账号',
  invitedBy: (name) => spaced`${name} 邀请了你。注册后你们就是好友。`,
  invitationValid: '邀请有效，请注册。',
  registrationClosed: '此服务器不开放注册。请联系管理员为你创建账号。',
  invitationNeeded: '在这里注册需要邀请。请向服务器上的好友或管理员索要邀请链接。',
  invitationSpent: '此邀请已使用、已撤回、已过期，或来自另一台服务器，请索要新的链接。',
  withoutInvitation: '不用邀请，直接注册',
  forgotPassword: '忘记密码？',
  forgotPasswordText: [
    '服务器管理员可以为你重置密码（chat8 user reset-password），然后在这里用新密码登录。',
    '登录后需要用旧密码或恢复码解锁消息。管理员两者都没有，什么也看不到。',
    '如果两者你都没有，会为你生成新的密钥并通知好友，以前的消息将无法解锁。',
  ],
  firstAccount: '这是一台新服务器，你将是第一个用户。',
  noAccountYet: {
    invite: '这台服务器上还没有账号。请管理员用这条命令创建第一个邀请：',
    closed: '这台服务器上还没有账号，也不开放注册。请管理员用这条命令创建第一个账号：',
  },
  signedOutReasons: {
    ended: '你已退出登录：可能是在其他设备上操作、密码已修改，或由管理员操作。草稿仍然保留。',
    expired: '你太久没有使用，请重新登录。你写的内容都还在。',
    unknown: '服务器找不到这次登录的记录，可能是刚从备份恢复。请重新登录，你写的内容都还在。',
    otherPerson: '有人用此浏览器登录了另一个账号。请退出登录，再用自己的账号登录。草稿仍然保留。',
    signedOut: '你已退出登录。密钥、草稿和未发送的消息已从这台设备移除。',
    signedOutLater:
      '你已在这台设备上退出登录，密钥已移除。现在无法连接服务器，恢复连接后会先通知服务器，然后才能在这里登录。',
    erased: '你的账号已删除，保重。',
  },
  insecureTitle: '此地址不安全',
  insecureText:
    '浏览器只在 https 地址和 localhost 上支持加密，而这是 http 地址。在这里不能收发消息。',
  insecureAsk: '请向服务器管理员索要 https 地址。',
  insecureOperator: (port) =>
    `你是管理员？运行“chat8 setup caddy”可得到启用 https 的配置。在服务器本机上，可以直接访问 http://localhost${port && `:${port}`}。`,
  openSecure: '打开安全地址',
  recoveryTitle: '你的恢复码',
  recoveryText:
    '没有人能重置你的加密：服务器不能，管理员也不能。忘记密码时，可以用恢复码解锁消息。它只显示一次，请抄下来妥善保管。',
  recoveryCheck: '请输入最后一组，确认你已保存',
  saveAsFile: '保存为文件',
  recoveryFileText: 'Chat8 消息恢复码。请保存在别人找不到的地方。',
  lockedTitle: '解锁你的消息',
  lockedText: '这台设备上还没有你的密钥。请输入密码或恢复码。',
  lockedResetText:
    '你的密码已由管理员重置，或在其他程序中修改。消息仍由旧密码锁定，请输入旧密码或恢复码。',
  lockedForeignText:
    '服务器发来的密钥无法在这台设备上打开。如果你在另一台设备上生成了新密钥，请用密码解锁；如果没有，这些密钥可能属于别人：请继续使用这台设备上的副本，并告知服务器管理员。',
  lockedNewerText: '你的密钥由更新版本的 Chat8 保存，请刷新页面后使用。',
  useOwnCopy: '使用这台设备上的副本',
  lockedDamagedText:
    '服务器上的密钥副本及较早的副本均已损坏。如果你在另一台设备上已登录，请在那里打开 Chat8，它会重新保存自己的副本，然后在这里重试。',
  lockedMissingText:
    '服务器说没有你的密钥，但这台设备曾见过它们。服务器可能丢失了密钥，也可能在说谎。如果你在另一台设备上已登录，请在那里打开 Chat8，它会重新保存自己的副本，然后在这里用密码重试。',
  lockedAwayText: '已有两周无法连接服务器。要阅读这台设备上保存的内容，请输入密码。',
  appLockedTitle: 'Chat8 已锁定',
  pin: 'PIN 码',
  wrongPin: (left) => `PIN 码错误，还可以试 ${left} 次。`,
  lostPin: '改用密码',
  lostPinText: '这会关闭这台设备的应用锁，然后用密码或恢复码打开消息。你写的内容会保留在这里。',
  somebodyCalls: '有人来电，解锁后接听。',
  calls: (name) => spaced`${name} 来电，解锁后接听。`,
  unlock: '解锁',
  useRecovery: '使用恢复码',
  usePassword: '使用密码',
  startOver: '两者都没有',
  startOverText: '将生成新的密钥并通知好友。用旧密钥加密的消息将无法读取。要继续吗？',
  startOverAct: '生成新密钥',
  nowFriends: (name) => spaced`你和 ${name} 已是好友。`,
  invitedMemberText: (name) => spaced`${name} 邀请了你。接受后你们就是好友。`,
  ownInvitation: '这是你自己的邀请，请把链接发给别人。',
};
