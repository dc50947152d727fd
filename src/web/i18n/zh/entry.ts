// Signing in, registering, unlocking, and the recovery code.
import type { English } from '../en/en';

export const entry: English['entry'] = {
  tagline: '自己的服务器，自己的私密聊天',
  promises: [
    '文字、文件和文件名在离开设备之前就已加密。',
    '数据只存放在你或熟人运行的服务器上。',
    '不需要手机号，没有广告，也没有别的公司。',
  ],
  signIn: '登录',
  register: '注册',
  signInTitle: '欢迎回来',
  registerTitle: '创建账号',
  invitedBy: (name) => `${name} 邀请你。注册后，你们就是好友。`,
  invitationValid: '邀请有效，请注册。',
  registrationClosed: '此服务器不开放注册。请让管理者为你创建账号。',
  invitationNeeded: '在这里注册需要邀请。请向此服务器上的好友或管理者索取邀请链接。',
  invitationSpent: '此邀请已被使用、撤回或过期，请索取新的链接。',
  forgotPassword: '忘记密码？',
  forgotPasswordText: [
    '服务器的管理者可以为你重置密码（chat8 user reset-password），请用新密码在此登录。',
    '之后用旧密码或恢复码打开你的消息：管理者两者都没有，什么也打不开。',
    '如果两者都没有，会生成新的密钥并告知好友，之前加密的内容将无法打开。',
  ],
  firstAccount: '这台服务器是新的：你的账号是第一个。',
  noAccountYet: {
    invite: '这台服务器上还没有账号。请由管理者用这条命令生成第一个邀请：',
    closed: '这台服务器上还没有账号，也不能在此注册。请由管理者用这条命令创建第一个账号：',
  },
  signedOutReasons: {
    ended: '你已退出：会话在别的设备上被结束、密码已更改，或时间过长。草稿仍保留。',
    otherPerson: '有人用此浏览器登录了另一个账号。请退出后用自己的账号登录；草稿仍保留。',
    signedOut: '你已退出登录。密钥、草稿和未发送的消息已从此设备移除。',
    erased: '你的账号已删除，保重。',
  },
  insecureTitle: '浏览器在此地址上无法加密',
  insecureText:
    '此地址不安全（http），浏览器只在 https 和 localhost 上加密。Chat8 不会假装安全：在这里不能读也不能写。',
  insecureAsk: '请向服务器的管理者索取 https 地址。',
  insecureOperator: (port) =>
    `如果你就是管理者：“chat8 setup caddy”会给出启用 https 所需的配置。在运行服务器的那台电脑上，可以直接用 http://localhost${port && `:${port}`}。`,
  openSecure: '打开安全地址',
  recoveryTitle: '你的恢复码',
  recoveryText:
    '加密的内容没有人能重置：服务器不能，管理者也不能。忘记密码时，用这个恢复码可以重新读取消息。它只显示一次，请抄写并妥善保存。',
  recoveryCheck: '请输入最后一组，确认已经保存',
  saveAsFile: '保存为文件',
  recoveryFileText: 'Chat8：你的消息恢复码。请保存在别人看不到的地方。',
  lockedTitle: '解锁你的消息',
  lockedText: '这台设备还没有你的密钥。用密码即可打开，恢复码也可以。',
  lockedResetText:
    '你的密码已被其他程序或服务器管理者重置。消息仍由旧密码加密：请输入旧密码或恢复码。',
  unlock: '解锁',
  useRecovery: '使用恢复码',
  usePassword: '使用密码',
  startOver: '两者都没有',
  startOverText: '将生成新的密钥并告知好友，用旧密钥加密的消息将无法读取。继续吗？',
  startOverAct: '生成新密钥',
  invitedMemberText: (name) =>
    `${name} 邀请你。你已有账号：发送好友请求即可，链接中的密钥会被记住。`,
  ownInvitation: '这是你自己的邀请，请把链接发给别人。',
};
